import type { ObjectReference } from '../schemas';
import { asList } from './asList';
import { asRecord } from './asRecord';
import { asText } from './asText';
import type { FluxObject } from './FluxObject';
import { isSuspended } from './isSuspended';
import { findFluxKind } from './kinds';
import { readObject } from './readObject';

interface Applier {
  group: string;
  kind: string;
  /** Of the labels that name it on what it applies. */
  prefix: string;
  /** The field manager as which it applies. */
  manager: string;
  /** How it writes: Helm's older way is an update. */
  operations: string[];
  /** By suffix: the values of marks that tell it to leave an object as it is. */
  leaves: Record<string, string[]>;
}

const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io';
const HELM = 'helm.toolkit.fluxcd.io';
const OPERATOR = 'fluxcd.controlplane.io';

/** What applies Flux objects and may undo a change of theirs. */
const APPLIERS: readonly Applier[] = [
  {
    group: HELM,
    kind: 'HelmRelease',
    prefix: HELM,
    manager: 'helm-controller',
    operations: ['Apply', 'Update'],
    leaves: { driftDetection: ['disabled'] },
  },
  {
    group: KUSTOMIZE,
    kind: 'Kustomization',
    prefix: KUSTOMIZE,
    manager: 'kustomize-controller',
    operations: ['Apply'],
    leaves: { reconcile: ['disabled'], ssa: ['ignore', 'ifnotpresent'] },
  },
  {
    group: OPERATOR,
    kind: 'ResourceSet',
    prefix: `resourceset.${OPERATOR}`,
    manager: 'flux-operator',
    operations: ['Apply'],
    leaves: {},
  },
  {
    group: OPERATOR,
    kind: 'FluxInstance',
    prefix: OPERATOR,
    manager: 'flux-operator',
    operations: ['Apply'],
    leaves: {},
  },
];

/**
 * What will undo a suspension or a resumption of this object, because what it applies has an opinion of its own;
 * undefined when everybody leaves the choice alone. A Kustomization does so when it reconciles next, a ResourceSet or
 * FluxInstance at its interval; a HelmRelease only where it has drift detection enabled, which its objects do not tell.
 *
 * Each owns every field that it applies, so it owns `spec.suspend` (or the annotation of the kind) exactly when its
 * manifest sets it; what the manifest does not set it leaves to others (recording flux/kustomization-parent-child).
 * To be asked BEFORE the change: a writer that changes the value takes the ownership away. Managed fields are only in
 * objects read live.
 * @public
 */
export function readReverter(object: FluxObject): ObjectReference | undefined {
  const self = readObject(object);
  const { labels, annotations } = self;
  for (const applier of APPLIERS) {
    const { group, kind, prefix, leaves } = applier;
    const name = asText(labels[`${prefix}/name`]);
    const namespace = asText(labels[`${prefix}/namespace`]);
    if (!name || !namespace) continue;
    // What applies itself stops doing so with its suspension; resumed, it goes on.
    const endsWithIt =
      !isSuspended(object) &&
      self.group === group &&
      self.kind === kind &&
      self.name === name &&
      self.namespace === namespace;
    const isLeft = [annotations, labels].some(marks =>
      Object.entries(leaves).some(([suffix, values]) =>
        values.includes(String(marks[`${prefix}/${suffix}`]).toLowerCase()),
      ),
    );
    if (!endsWithIt && !isLeft && ownsSuspension(object, applier)) {
      return { group, kind, namespace, name };
    }
  }
  return undefined;
}

function ownsSuspension(object: FluxObject, applier: Applier): boolean {
  const { group, kind } = readObject(object);
  const suspendAnnotation = findFluxKind(group, kind)?.suspendAnnotation;
  const metadata = asRecord(asRecord(object).metadata);
  return asList(metadata.managedFields).some(entry => {
    const { manager, operation, subresource } = entry;
    if (manager !== applier.manager || subresource) return false;
    if (!applier.operations.includes(String(operation))) return false;
    const fields = asRecord(entry.fieldsV1);
    return suspendAnnotation
      ? `f:${suspendAnnotation}` in
          asRecord(asRecord(fields['f:metadata'])['f:annotations'])
      : 'f:suspend' in asRecord(fields['f:spec']);
  });
}
