import type {
  ClusterAuth,
  ClusterAvailability,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

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
  /** `https://…` page in the console of its cloud. */
  consoleUrl?: string;
  /** What its source says about it; absent when it is simply there. */
  availability?: ClusterAvailability;
  server: string;
  auth: ClusterAuth;
  createdAt: string;
  createdBy?: string;
  updatedAt: string;
}
