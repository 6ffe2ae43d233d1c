import type { ClusterAuth } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** A registered cluster, without its credential. */
export interface ClusterRecord {
  id: string;
  name: string;
  title?: string;
  description?: string;
  environment?: string;
  labels: Record<string, string>;
  source: string;
  sourceId?: string;
  server: string;
  auth: ClusterAuth;
  createdAt: string;
  createdBy?: string;
  updatedAt: string;
}
