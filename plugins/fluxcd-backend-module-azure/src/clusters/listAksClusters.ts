import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { orAborted } from '../connections/orAborted';
import type { AzureSession } from '../credentials/AzureSession';
import type { AksListing } from './AksListing';
import { ArmCalls } from './ArmCalls';
import { describeFailure } from './describeFailure';
import { listByResourceGraph } from './listByResourceGraph';
import { listBySubscription } from './listBySubscription';
import { listVisibleSubscriptions } from './listVisibleSubscriptions';

/** Beyond this a list per subscription costs more than it tells. */
const MAX_LISTED_ONE_BY_ONE = 20;

const NOTHING_VISIBLE: AzureProblem = {
  message: 'The identity sees no subscription.',
  remedy:
    'Give it the role "Reader" on the subscriptions that are to be looked through; a new role takes some minutes.',
};

/**
 * Looks through the subscriptions of the connection: one by one when it names a few, otherwise by Resource Graph. Fails
 * never: what could not be read is told in the listing.
 */
export async function listAksClusters(
  session: AzureSession,
  signal: AbortSignal,
): Promise<AksListing> {
  const { subscriptions: wanted } = session.connection;
  const calls = new ArmCalls({ session, signal });
  try {
    // A token that cannot be had is one problem, not one for each subscription.
    await orAborted(
      Promise.resolve(
        session.credential.getToken(session.clientOptions.credentials.scopes),
      ),
      signal,
    );
    if (wanted !== 'all' && wanted.length <= MAX_LISTED_ONE_BY_ONE) {
      return await listBySubscription(session, wanted, signal);
    }
    const visible = await listVisibleSubscriptions(session, calls, signal);
    const asked = wanted === 'all' ? visible : wanted;
    const hidden = asked.filter(id => !visible.includes(id));
    const listing = await listByResourceGraph(
      session,
      asked.filter(id => visible.includes(id)),
      signal,
    );
    const problems = [...listing.problems, ...hidden.map(toHiddenProblem)];
    if (asked.length === 0) problems.push(NOTHING_VISIBLE);
    return { ...listing, complete: problems.length === 0, problems };
  } catch (error) {
    return {
      rows: [],
      read: new Set(),
      complete: false,
      problems: [describeFailure(error, { session, signal, calls })],
    };
  }
}

function toHiddenProblem(subscriptionId: string): AzureProblem {
  return {
    code: 'SubscriptionNotFound',
    subscriptionId,
    message: `The identity does not see the subscription ${subscriptionId}: it may not read it, or the subscription is of another tenant.`,
    remedy:
      'Check the id, and give the identity the role "Reader" on the subscription.',
  };
}
