import type { FluxResource } from './FluxResource';
import { condition, toTimestamp } from './parts';

/** When after its begin each status patch of a reconciliation is sent. Milliseconds. */
export const PATCHES_AT = [0, 90, 180, 450, 800];

/**
 * The five status patches of one reconciliation of a Kustomization, as kustomize-controller makes them: four that tell
 * what it does, and the result. With the same revision the object ends as it began, but for times and counters.
 */
export function reconcile(
  object: FluxResource,
  options: {
    /** Milliseconds since 1970. */
    at: number;
    nextVersion: () => number;
    /** Applies another revision. */
    revision?: string;
    /** Fails with this message. */
    failure?: string;
  },
): FluxResource[] {
  const { at, nextVersion, failure } = options;
  const { generation } = object.metadata;
  const applied = String(object.status.lastAppliedRevision);
  const revision = options.revision ?? applied;
  const patch = (status: Partial<FluxResource['status']>): FluxResource => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(nextVersion()) },
    status: { ...object.status, ...status },
  });
  const busy = [
    'Fetching manifests',
    'Building manifests',
    'Detecting drift',
    'Running health checks',
  ].map(step =>
    patch({
      lastAttemptedRevision: revision,
      conditions: [
        condition({
          type: 'Ready',
          status: 'Unknown',
          reason: 'Progressing',
          message: 'Reconciliation in progress',
          at: toTimestamp(at),
          generation,
        }),
        condition({
          type: 'Reconciling',
          status: 'True',
          reason: 'Progressing',
          message: `${step} for revision ${revision} with a timeout of 4m30s`,
          at: toTimestamp(at),
          generation,
        }),
      ],
    }),
  );
  const end = at + PATCHES_AT[4];
  const [latest] = object.status.history as Array<Record<string, unknown>>;
  const final = patch({
    lastAttemptedRevision: revision,
    lastAppliedRevision: failure ? applied : revision,
    lastAppliedOriginRevision: failure ? applied : revision,
    history: [
      {
        ...latest,
        lastReconciled: toTimestamp(end),
        lastReconciledDuration: '792.1ms',
        totalReconciliations: Number(latest.totalReconciliations) + 1,
        metadata: { revision },
      },
    ],
    conditions: [
      condition({
        type: 'Ready',
        status: failure ? 'False' : 'True',
        reason: failure ? 'ReconciliationFailed' : 'ReconciliationSucceeded',
        message: failure ?? `Applied revision: ${revision}`,
        at: toTimestamp(end),
        generation,
      }),
    ],
  });
  return [...busy, final];
}
