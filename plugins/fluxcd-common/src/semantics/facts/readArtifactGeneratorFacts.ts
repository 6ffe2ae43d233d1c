import type { Fact } from '../../schemas';
import { asList } from '../asList';
import type { ObjectView } from '../readObject';
import { toReference } from '../toReference';
import { toReferencesFact } from './toReferencesFact';

/** What an ArtifactGenerator takes apart, and the artifacts that it made of that. */
export function readArtifactGeneratorFacts({
  namespace,
  spec,
  status,
}: ObjectView): Fact[] {
  const group = 'source.toolkit.fluxcd.io';
  const toArtifact = (artifact: unknown) =>
    toReference(artifact, { group, kind: 'ExternalArtifact', namespace });
  const made = asList(status.inventory);
  return [
    ...toReferencesFact(
      'sources',
      asList(spec.sources).map(from => toReference(from, { group, namespace })),
    ),
    // Until the first run only the spec tells what it is going to make.
    ...toReferencesFact(
      made.length ? 'artifacts' : 'plannedArtifacts',
      (made.length ? made : asList(spec.artifacts)).map(toArtifact),
    ),
  ];
}
