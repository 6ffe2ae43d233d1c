import pLimit from 'p-limit';
import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AksLister } from './AksLister';
import type { AksRow } from './AksRow';
import { ArmCalls } from './ArmCalls';
import { describeFailure } from './describeFailure';
import { loadSdk } from './loadSdk';
import { toAksRow } from './toAksRow';
import { uniqueRows } from './uniqueRows';

/** Resource Manager counts reads by subscription and by identity; more at once gains nothing. */
const SUBSCRIPTIONS_AT_ONCE = 4;

/** One list per subscription: exact, at once, and each says for itself why it was refused. */
export const listBySubscription: AksLister = async (
  session,
  subscriptions,
  signal,
) => {
  const { ContainerServiceClient } = loadSdk.containerService();
  const rows: AksRow[] = [];
  const read = new Set<string>();
  const problems: AzureProblem[] = [];
  const limit = pLimit(SUBSCRIPTIONS_AT_ONCE);
  await Promise.all(
    subscriptions.map(subscriptionId =>
      limit(async () => {
        const calls = new ArmCalls({ session, signal });
        try {
          signal.throwIfAborted();
          const client = new ContainerServiceClient(
            session.credential,
            subscriptionId,
            calls.clientOptions,
          );
          const pages = client.managedClusters
            .list({ abortSignal: signal })
            .byPage();
          for await (const page of pages) {
            rows.push(...page.flatMap(cluster => toAksRow(cluster) ?? []));
          }
          read.add(subscriptionId);
        } catch (error) {
          problems.push(
            describeFailure(error, { session, signal, calls, subscriptionId }),
          );
        }
      }),
    ),
  );
  return {
    rows: uniqueRows(rows),
    read,
    complete: problems.length === 0,
    problems,
  };
};
