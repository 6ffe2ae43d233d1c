import type { FluxObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

const DAY = '2026-11-20T';

interface Look {
  version?: number;
  /** Time of the day, e.g. `08:44:30`. */
  at?: string;
  state?: 'ready' | 'progressing' | 'failed' | 'retrying';
  message?: string;
  revision?: string;
  /** Names of ConfigMaps that it applied. */
  applied?: string[];
  handledRequest?: string;
}

/** A Kustomization as its controller writes it, with managed fields, inventory and history. */
export function kustomizationAt(name: string, look: Look = {}): FluxObject {
  const { version = 1, at = '08:00:00', state = 'ready' } = look;
  const { revision = 'main@sha1:beef', applied = ['settings'] } = look;
  const time = `${DAY}${at}Z`;
  const condition = (type: string, status: string, reason: string) => ({
    lastTransitionTime: time,
    message: look.message ?? reason,
    observedGeneration: 1,
    reason,
    status,
    type,
  });
  const conditions = {
    ready: [condition('Ready', 'True', 'ReconciliationSucceeded')],
    progressing: [
      condition('Reconciling', 'True', 'Progressing'),
      condition('Ready', 'Unknown', 'Progressing'),
    ],
    failed: [condition('Ready', 'False', 'HealthCheckFailed')],
    retrying: [
      condition('Reconciling', 'True', 'ProgressingWithRetry'),
      condition('Ready', 'False', 'BuildFailed'),
    ],
  }[state];
  const metadata: FluxObject['metadata'] & { managedFields: object[] } = {
    creationTimestamp: `${DAY}07:00:00Z`,
    generation: 1,
    labels: { 'kustomize.toolkit.fluxcd.io/name': 'flux-system' },
    managedFields: [
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:metadata': { 'k:{"name":"]}\\"["}': {} } },
        manager: 'kustomize-controller',
        operation: 'Apply',
        time,
      },
    ],
    name,
    namespace: 'apps',
    resourceVersion: String(version),
    uid: `uid-${name}`,
  };
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata,
    spec: {
      interval: '10m0s',
      path: `./${name}`,
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'fleet' },
    },
    status: {
      conditions,
      history: [
        {
          digest: 'sha256:1',
          firstReconciled: `${DAY}07:00:00Z`,
          lastReconciled: time,
          lastReconciledDuration: `${version}ms`,
          lastReconciledStatus: 'ReconciliationSucceeded',
          metadata: { revision },
          totalReconciliations: version,
        },
      ],
      inventory: {
        entries: applied.map(n => ({ id: `apps_${n}__ConfigMap`, v: 'v1' })),
      },
      lastAppliedRevision: revision,
      lastAttemptedRevision: revision,
      lastHandledReconcileAt: look.handledRequest,
      observedGeneration: 1,
    },
  };
}

/** Events as the API server sends them, one per line. */
export function linesOf(
  ...events: Array<{ type?: string; object: unknown }>
): Buffer {
  const text = events
    .map(({ type = 'MODIFIED', object }) => JSON.stringify({ type, object }))
    .map(line => `${line}\n`)
    .join('');
  return Buffer.from(text);
}

/** A page of a list as the API server sends it. */
export function pageOf(
  items: unknown[],
  metadata: object = { resourceVersion: '10' },
): { chunks: Buffer[]; gzip: false } {
  const text = JSON.stringify({ metadata, items });
  return { chunks: [Buffer.from(text)], gzip: false };
}
