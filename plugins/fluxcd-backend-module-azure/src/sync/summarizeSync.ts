import type { SourceSyncResult } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { ConnectionRecord } from '../connections/ConnectionRecord';
import type { Sighting } from './lookForClusters';
import type { SyncReport } from './SyncReport';

/** How the sync went, for the operation and for the connection. */
export function summarizeSync(
  report: SyncReport,
  sighting: Pick<Sighting, 'failed'>,
): SourceSyncResult & { status: ConnectionRecord['status'] } {
  const { steps, problems } = report;
  if (sighting.failed) {
    return {
      status: 'failed',
      state: 'failed',
      outcome: 'failed',
      message: problems[0]?.message ?? 'Azure could not be read.',
      steps,
    };
  }
  const count = (state: string) => steps.filter(s => s.state === state).length;
  const message = `${steps.length} clusters: ${count(
    'succeeded',
  )} in step, ${count('skipped')} left out, ${count('failed')} failed.`;
  return problems.length
    ? {
        status: 'partial',
        state: 'failed',
        outcome: 'failed',
        message: `${message} ${problems[0].message}`,
        steps,
      }
    : { status: 'ok', state: 'succeeded', outcome: 'done', message, steps };
}
