import type { AzureSession } from '../credentials/AzureSession';
import type { ArmCalls } from './ArmCalls';
import { loadSdk } from './loadSdk';

/** Ids, in lower case, of the subscriptions that the identity may read, without deleted ones. Fails as the SDK does. */
export async function listVisibleSubscriptions(
  session: AzureSession,
  calls: ArmCalls,
  signal: AbortSignal,
): Promise<string[]> {
  const { SubscriptionClient } = loadSdk.subscriptions();
  const client = new SubscriptionClient(
    session.credential,
    calls.clientOptions,
  );
  const ids = new Set<string>();
  const pages = client.subscriptions.list({ abortSignal: signal }).byPage();
  for await (const page of pages) {
    for (const { subscriptionId, state } of page) {
      if (subscriptionId && state !== 'Deleted') {
        ids.add(subscriptionId.toLowerCase());
      }
    }
  }
  return [...ids].sort();
}
