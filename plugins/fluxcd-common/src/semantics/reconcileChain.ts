import type { ObjectReference } from '../schemas';
import { asList } from './asList';
import { asRecord } from './asRecord';
import { asText } from './asText';
import type { FluxObject } from './FluxObject';
import { findFluxKind } from './kinds';
import { readObject } from './readObject';
import { readSource } from './readSource';
import { toReference } from './toReference';

/** One object to reconcile before another. @public */
export interface ReconcileChainStep {
  reference: ObjectReference;
  /**
   * The reference alone does not tell what comes before it: read the object and put its own
   * `reconcileChain` in front of this step.
   */
  expand?: boolean;
  /** Why Flux cannot be asked to reconcile it, in words; pass over this step. */
  skip?: string;
}

/**
 * What to reconcile, in order and each awaited, before the object itself, when its source is to be
 * reconciled too. Empty when it has none.
 *
 * A HelmRelease with `chart` goes through the HelmChart that helm-controller makes for it, named
 * `<namespace>-<name>`, in the namespace of the repository. A HelmRepository may turn out to be of type
 * `oci`: `isStatic` of the object read tells, and it is passed over like a `skip`. An ExternalArtifact is
 * made by others; its own chain leads to its generator. A suspended or failing step ends the work:
 * the object is then left alone. Source: flux-semantics §5.3, order as in the flux CLI.
 * @public
 */
export function reconcileChain(object: FluxObject): ReconcileChainStep[] {
  const { kind, name, namespace, spec } = readObject(object);
  const source = readSource(object);
  const references: ObjectReference[] = source ? [source] : [];
  if (kind === 'ArtifactGenerator') {
    for (const entry of asList(spec.sources)) {
      const reference = toReference(entry, {
        group: 'source.toolkit.fluxcd.io',
        namespace,
      });
      if (reference) references.push(reference);
    }
  }
  if (
    kind === 'HelmRelease' &&
    source &&
    !asText(asRecord(spec.chartRef).name)
  ) {
    references.push({
      group: 'source.toolkit.fluxcd.io',
      kind: 'HelmChart',
      namespace: source.namespace,
      name: `${namespace}-${name}`,
    });
  }
  const viaChartRef = kind === 'HelmRelease' && references.length === 1;
  return references.map(reference => {
    const step: ReconcileChainStep = { reference };
    if (reference.kind === 'ExternalArtifact') {
      step.expand = true;
      step.skip =
        'An ExternalArtifact is made by another controller: Flux cannot be asked to reconcile it.';
    } else if (reference.kind === 'HelmChart' && viaChartRef) {
      step.expand = true;
    } else if (!findFluxKind(reference.group, reference.kind)?.reconcilable) {
      step.skip = `Flux cannot be asked to reconcile a ${reference.kind}.`;
    }
    return step;
  });
}
