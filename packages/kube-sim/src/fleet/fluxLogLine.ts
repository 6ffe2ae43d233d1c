/** What each controller says most of the time. */
const LINES: Record<string, [kind: string, group: string, message: string]> = {
  'source-controller': [
    'GitRepository',
    'source.toolkit.fluxcd.io',
    'no changes since last reconcilation: observed revision',
  ],
  'kustomize-controller': [
    'Kustomization',
    'kustomize.toolkit.fluxcd.io',
    'server-side apply completed',
  ],
  'helm-controller': [
    'HelmRelease',
    'helm.toolkit.fluxcd.io',
    'release in-sync with desired state',
  ],
};

/** A line as a controller of Flux logs it, in JSON; equal for equal moments. */
export function fluxLogLine(
  controller: string,
  time: Date,
  seed: number,
): string {
  const [kind, group, msg] = LINES[controller] ?? [
    'Alert',
    'notification.toolkit.fluxcd.io',
    'dispatching event',
  ];
  return JSON.stringify({
    level: 'info',
    ts: time.toISOString(),
    msg,
    controller: kind.toLowerCase(),
    controllerGroup: group,
    controllerKind: kind,
    namespace: 'flux-system',
    name: 'flux-system',
    reconcileID: `00000000-0000-4000-8000-${String(seed)
      .padStart(12, '0')
      .slice(-12)}`,
  });
}
