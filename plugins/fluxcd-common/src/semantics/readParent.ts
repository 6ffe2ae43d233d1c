import type { ObjectReference } from '../schemas';
import { asText } from './asText';
import type { FluxObject } from './FluxObject';
import { readObject } from './readObject';

/** Whose labels say what, nearest owner first: a chart's objects may carry its Kustomization's too. */
const OWNERS = [
  {
    group: 'helm.toolkit.fluxcd.io',
    kind: 'HelmRelease',
    prefix: 'helm.toolkit.fluxcd.io',
  },
  {
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    prefix: 'kustomize.toolkit.fluxcd.io',
  },
  {
    group: 'fluxcd.controlplane.io',
    kind: 'ResourceSet',
    prefix: 'resourceset.fluxcd.controlplane.io',
  },
  {
    group: 'fluxcd.controlplane.io',
    kind: 'FluxInstance',
    prefix: 'fluxcd.controlplane.io',
  },
];

/**
 * The Flux object that applied this one, by the labels that it left. Labels show the last applier and
 * may be copied by hand: the parent's inventory has the last word. An object that applied itself, as
 * the root Kustomization of a cluster does, has no parent. Source: flux-semantics §5.7.
 * @public
 */
export function readParent(object: FluxObject): ObjectReference | undefined {
  const self = readObject(object);
  for (const { group, kind, prefix } of OWNERS) {
    const name = asText(self.labels[`${prefix}/name`]);
    const namespace = asText(self.labels[`${prefix}/namespace`]);
    const isSelf =
      self.group === group &&
      self.kind === kind &&
      self.name === name &&
      self.namespace === namespace;
    if (name && namespace && !isSelf) return { group, kind, namespace, name };
  }
  return undefined;
}
