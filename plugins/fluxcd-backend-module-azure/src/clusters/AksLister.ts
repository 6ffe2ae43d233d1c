import type { AzureSession } from '../credentials/AzureSession';
import type { AksListing } from './AksListing';

/**
 * Lists the clusters of subscriptions. Fails never: what could not be read is told in the listing. `signal` ends it, with
 * what was read so far.
 */
export type AksLister = (
  session: AzureSession,
  subscriptions: readonly string[],
  signal: AbortSignal,
) => Promise<AksListing>;
