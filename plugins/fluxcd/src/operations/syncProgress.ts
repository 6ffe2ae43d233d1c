import type {
  Operation,
  OperationTarget,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** How the sync of a cluster stands. */
export interface SyncProgress {
  running: boolean;
  total: number;
  ended: number;
  failed: number;
  skipped: number;
  /** What needs a look first: failed, then under way, then the rest in the order in which it is worked on. */
  targets: OperationTarget[];
}

const RANK: Record<OperationTarget['state'], number> = {
  failed: 0,
  unknown: 1,
  running: 2,
  pending: 3,
  skipped: 4,
  succeeded: 5,
};

export function syncProgress(operation: Operation): SyncProgress {
  const { targets } = operation;
  const count = (...states: Array<OperationTarget['state']>) =>
    targets.filter(target => states.includes(target.state)).length;
  return {
    running: operation.finishedAt === undefined,
    total: targets.length,
    ended: targets.length - count('pending', 'running'),
    failed: count('failed'),
    skipped: count('skipped'),
    targets: [...targets].sort((a, b) => RANK[a.state] - RANK[b.state]),
  };
}
