import type { ObjectReference } from '../schemas';
import { asRecord } from './asRecord';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';
import { toReference } from './toReference';

const SOURCE_GROUP = 'source.toolkit.fluxcd.io';

/**
 * Where an object takes what it applies from: the reference as its spec writes it, completed with the
 * group and with its own namespace where none is given. Undefined for kinds without one, and for an
 * ArtifactGenerator, which has a list (see `reconcileChain`).
 *
 * A HelmRelease names a chart source (`chartRef`) or a repository (`chart.spec.sourceRef`), never both;
 * for the second this is the repository, not the HelmChart in between. Source: flux-semantics §5.3.
 * @public
 */
export function readSource(object: FluxObject): ObjectReference | undefined {
  const { kind, namespace, spec } = readObject(object);
  const defaults = { group: SOURCE_GROUP, namespace };
  switch (kind) {
    case 'HelmRelease':
      return (
        toReference(spec.chartRef, defaults) ??
        toReference(asRecord(asRecord(spec.chart).spec).sourceRef, defaults)
      );
    case 'ImagePolicy':
      return toReference(spec.imageRepositoryRef, {
        group: 'image.toolkit.fluxcd.io',
        kind: 'ImageRepository',
        namespace,
      });
    case 'Kustomization':
    case 'HelmChart':
    case 'ExternalArtifact':
    case 'ImageUpdateAutomation':
      return toReference(spec.sourceRef, defaults);
    default:
      return undefined;
  }
}
