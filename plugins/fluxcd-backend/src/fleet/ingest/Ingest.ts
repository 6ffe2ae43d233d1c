import type { FluxKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ResourceRow } from '../../database/ResourceRow';
import type { CollectionReader } from '../../kubernetes/CollectionReader';

/** What the rows of a collection say beside what its objects do. */
export interface IngestedCollection {
  clusterId: string;
  kind: FluxKind;
  /** In which the kind is read. */
  version: string;
}

/** Makes rows of what API servers send: for each collection a reader, which must be closed. */
export interface Ingest {
  open(collection: IngestedCollection): CollectionReader<ResourceRow>;
}
