import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AzureSession } from '../credentials/AzureSession';
import type { AksLister } from './AksLister';
import type { AksRow } from './AksRow';
import { ArmCalls } from './ArmCalls';
import { describeFailure } from './describeFailure';
import { fromGraphRow } from './fromGraphRow';
import { loadSdk } from './loadSdk';
import { toAksRow } from './toAksRow';
import { uniqueRows } from './uniqueRows';
import { UnusableAnswerError } from './UnusableAnswerError';

/** Without an order, pages overlap and miss rows. */
const QUERY =
  "resources | where type =~ 'microsoft.containerservice/managedclusters' | project id, name, location, tags, properties | order by id asc";
/** Both are the most that Resource Graph takes. */
const ROWS_PER_PAGE = 1000;
const SUBSCRIPTIONS_PER_QUERY = 1000;

/**
 * A few queries for all subscriptions; what it says may be minutes old. It leaves out, without a word, subscriptions that
 * the identity may not read: the caller asks for visible ones only.
 */
export const listByResourceGraph: AksLister = async (
  session,
  subscriptions,
  signal,
) => {
  const rows: AksRow[] = [];
  const read = new Set<string>();
  const problems: AzureProblem[] = [];
  for (let i = 0; i < subscriptions.length; i += SUBSCRIPTIONS_PER_QUERY) {
    const some = subscriptions.slice(i, i + SUBSCRIPTIONS_PER_QUERY);
    const calls = new ArmCalls({ session, signal });
    try {
      await readPages({ session, calls, subscriptions: some, signal, rows });
      some.forEach(subscriptionId => read.add(subscriptionId));
    } catch (error) {
      problems.push(describeFailure(error, { session, signal, calls }));
    }
  }
  return {
    rows: uniqueRows(rows),
    read,
    complete: problems.length === 0,
    problems,
  };
};

async function readPages(options: {
  session: AzureSession;
  calls: ArmCalls;
  subscriptions: string[];
  signal: AbortSignal;
  /** Filled page by page. */
  rows: AksRow[];
}): Promise<void> {
  const { session, calls, subscriptions, signal, rows } = options;
  const { ResourceGraphClient } = loadSdk.resourceGraph();
  const client = new ResourceGraphClient(
    session.credential,
    calls.clientOptions,
  );
  let skipToken: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await client.resources(
      {
        subscriptions,
        query: QUERY,
        options: {
          resultFormat: 'objectArray',
          top: ROWS_PER_PAGE,
          skipToken,
        },
      },
      { abortSignal: signal },
    );
    const data: unknown = page.data;
    if (!Array.isArray(data)) {
      throw new UnusableAnswerError('Resource Graph answered without rows.');
    }
    if (page.resultTruncated === 'true' && !page.skipToken) {
      throw new UnusableAnswerError('Resource Graph left rows out.');
    }
    for (const item of data) {
      const cluster = fromGraphRow(item);
      const row = cluster && toAksRow(cluster);
      if (row) rows.push(row);
    }
    skipToken = page.skipToken || undefined;
  } while (skipToken);
}
