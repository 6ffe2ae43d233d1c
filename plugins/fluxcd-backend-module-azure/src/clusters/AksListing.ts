import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { AksRow } from './AksRow';

/** What one look through the subscriptions of a connection found. */
export interface AksListing {
  /** One per resource id; of subscriptions that were not read to the end, those that were seen. */
  rows: AksRow[];
  /** The subscriptions that were read to the end: only of these can a cluster be missing. */
  read: ReadonlySet<string>;
  /** Every subscription that was to be read was. */
  complete: boolean;
  problems: AzureProblem[];
}
