import {
  type FluxObject,
  readRuns,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { cleanText } from '../database/cleanText';
import type { HistoryRun } from '../database/HistoryRow';
import { historyId } from './historyId';

/** Largest number that an integer column takes in every database. */
const MAX_INTEGER = 2_147_483_647;

function toInteger(value: number | undefined): number | null {
  if (value === undefined || value < 0) return null;
  return Math.min(value, MAX_INTEGER);
}

/**
 * What `status.history` of an object tells, from named fields and within bounds, and a digest of it all (`null` when
 * it tells nothing). The id of each is derived from the uid and what identifies the run in its object, never from
 * what moves: readings of the same run become one row.
 */
export function projectRuns(options: {
  resourceId: string;
  uid: string;
  object: FluxObject;
}): { runs: HistoryRun[]; history_digest: string | null } {
  const { resourceId, uid } = options;
  const runs = new Map<string, HistoryRun>();
  for (const run of readRuns(options.object)) {
    const id = historyId([resourceId, run.type, uid, ...run.identity]);
    // Newest first: of two entries that say the same, the first counts.
    if (runs.has(id)) continue;
    runs.set(id, {
      id,
      type: run.type,
      // A release has its first time from the one that it began with.
      at: (run.type === 'release' ? run.lastAt : run.firstAt) ?? null,
      last_at: run.lastAt ?? null,
      outcome: cleanText(run.outcome, 64),
      revision: cleanText(run.revision, 512),
      run_count: toInteger(run.count),
      duration_ms: toInteger(run.durationMs),
      action: cleanText(run.action, 64),
      chart: cleanText(run.chart, 253),
      app_version: cleanText(run.appVersion, 128),
      release_version: toInteger(run.releaseVersion),
    });
  }
  const list = [...runs.values()];
  return {
    runs: list,
    history_digest: list.length ? historyId([JSON.stringify(list)]) : null,
  };
}
