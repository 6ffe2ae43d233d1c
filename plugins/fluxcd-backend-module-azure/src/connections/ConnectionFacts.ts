import type { AzureConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** What the sync knows about a connection. */
export type ConnectionFacts = Pick<
  AzureConnection,
  'clusterCount' | 'missingCount' | 'nextSyncAt' | 'operationId'
>;
