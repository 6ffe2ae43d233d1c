import type { ObjectReference } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** A sentence about what will undo a suspension or a resumption, and when. `does`: "resume it" or "suspend it again". */
export function describeReverter(
  reverter: ObjectReference,
  does: string,
): string {
  const { kind, namespace, name } = reverter;
  const who = `${kind} ${namespace}/${name}`;
  if (kind === 'HelmRelease') {
    return `${who} sets this in its chart, and will ${does} only where its spec.driftDetection.mode is enabled.`;
  }
  return kind === 'Kustomization'
    ? `${who} will ${does} when it reconciles: the manifest that it applies says so.`
    : `${who} will ${does} when it reconciles at its interval: what it applies says so.`;
}
