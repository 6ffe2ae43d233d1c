import pLimit from 'p-limit';
import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AksRow } from '../clusters/AksRow';
import { describeFailure } from '../clusters/describeFailure';
import { getAksCluster } from '../clusters/getAksCluster';
import { listAksClusters } from '../clusters/listAksClusters';
import type { AzureSession } from '../credentials/AzureSession';
import type { AksClusterRecord } from './AksClusterRecord';

const CALLS_AT_ONCE = 4;

/** What Azure says about the clusters of a connection, those that are known and not listed included. */
export interface Sighting {
  /** By resource id. */
  rows: AksRow[];
  /** Nothing was left open: only then may a cluster be marked or removed for what was not seen. */
  complete: boolean;
  /** Nothing at all could be read. */
  failed: boolean;
  problems: AzureProblem[];
  /** Known ones of which Azure says that they do not exist. */
  vanished: AksClusterRecord[];
  /** Known ones in subscriptions that the connection no longer names. */
  outOfScope: AksClusterRecord[];
}

/**
 * Lists, and asks by name for every known cluster that was not in the list: a list can be short for want of a role, or
 * because Resource Graph is some minutes behind. Fails never.
 */
export async function lookForClusters(options: {
  session: AzureSession;
  /** Those that came through this connection. */
  known: readonly AksClusterRecord[];
  signal: AbortSignal;
}): Promise<Sighting> {
  const { session, known, signal } = options;
  const listing = await listAksClusters(session, signal);
  const rows = new Map(listing.rows.map(row => [row.armId, row]));
  const problems = [...listing.problems];
  const vanished: AksClusterRecord[] = [];
  const outOfScope: AksClusterRecord[] = [];
  const hidden = new Map<string, number>();
  const limit = pLimit(CALLS_AT_ONCE);
  await Promise.all(
    known
      .filter(record => !rows.has(record.armId))
      .map(async record => {
        const { subscriptionId, armId } = record;
        const { subscriptions } = session.connection;
        if (
          subscriptions !== 'all' &&
          !subscriptions.includes(subscriptionId)
        ) {
          outOfScope.push(record);
          return;
        }
        if (!listing.read.has(subscriptionId)) {
          hidden.set(subscriptionId, (hidden.get(subscriptionId) ?? 0) + 1);
          return;
        }
        await limit(async () => {
          try {
            const row = await getAksCluster(session, armId, signal);
            if (row) rows.set(armId, row);
            else vanished.push(record);
          } catch (error) {
            problems.push(
              describeFailure(error, {
                session,
                signal,
                subscriptionId,
                armId,
              }),
            );
          }
        });
      }),
  );
  // Of a subscription that was tried and failed, the listing has said why.
  const told = new Set(problems.map(problem => problem.subscriptionId));
  if (listing.read.size > 0) {
    for (const [subscriptionId, count] of hidden) {
      if (
        !told.has(subscriptionId) &&
        session.connection.subscriptions === 'all'
      ) {
        problems.push(noLongerVisible(subscriptionId, count));
      }
    }
  }
  return {
    rows: [...rows.values()].sort((a, b) => (a.armId < b.armId ? -1 : 1)),
    complete: listing.complete && problems.length === 0,
    failed: listing.read.size === 0 && problems.length > 0,
    problems,
    vanished,
    outOfScope,
  };
}

function noLongerVisible(subscriptionId: string, count: number): AzureProblem {
  return {
    subscriptionId,
    message: `The identity no longer sees the subscription ${subscriptionId}, from which ${count} imported clusters came.`,
    remedy:
      'Give it the role "Reader" again; or name the subscriptions of the connection without this one, and its clusters leave the portal.',
  };
}
