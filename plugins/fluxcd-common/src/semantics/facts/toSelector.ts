import type { FactReference } from '../../schemas';
import { asRecord } from '../asRecord';
import { asText } from '../asText';
import { toReference } from '../toReference';

/** The groups of the kinds that events and webhooks are about, for references that carry no `apiVersion`. */
const GROUPS: Record<string, string> = {
  Kustomization: 'kustomize.toolkit.fluxcd.io',
  HelmRelease: 'helm.toolkit.fluxcd.io',
  ImageRepository: 'image.toolkit.fluxcd.io',
  ImagePolicy: 'image.toolkit.fluxcd.io',
  ImageUpdateAutomation: 'image.toolkit.fluxcd.io',
  FluxInstance: 'fluxcd.controlplane.io',
  ResourceSet: 'fluxcd.controlplane.io',
  ResourceSetInputProvider: 'fluxcd.controlplane.io',
};

/**
 * A reference as Alerts and Receivers write it: its name may be `*`, narrowed by labels. Without an
 * `apiVersion` it is one of the kinds of Flux.
 */
export function toSelector(
  value: unknown,
  namespace: string,
): FactReference | undefined {
  const kind = asText(asRecord(value).kind) ?? '';
  const group = Object.hasOwn(GROUPS, kind)
    ? GROUPS[kind]
    : 'source.toolkit.fluxcd.io';
  const reference = toReference(value, { group, namespace });
  if (!reference) return undefined;
  const labels = Object.entries(asRecord(asRecord(value).matchLabels)).flatMap(
    ([key, label]) => (typeof label === 'string' ? [`${key}=${label}`] : []),
  );
  return labels.length
    ? { ...reference, labels: labels.join(',').slice(0, 500) }
    : reference;
}
