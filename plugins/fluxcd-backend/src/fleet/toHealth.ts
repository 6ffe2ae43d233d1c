import type { Connection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** What the fleet knows of the link to a cluster, and of what runs there. */
export interface ClusterHealth {
  connection: Connection;
  kubernetesVersion?: string;
  fluxVersion?: string;
}

/** A cluster with what is written down of its connection, if anything. */
export interface ConnectionRow {
  id: string;
  created_at: string;
  state: Connection['state'] | null;
  reason: Connection['reason'] | null;
  message: string | null;
  since: string | null;
  last_contact_at: string | null;
  kubernetes_version: string | null;
  flux_version: string | null;
}

/** What such a row says. */
export function toHealth(row: ConnectionRow): ClusterHealth {
  return {
    connection: {
      // Without a row nobody has tried yet.
      state: row.state ?? 'connecting',
      reason: row.reason ?? undefined,
      message: row.message ?? undefined,
      since: row.since ?? row.created_at,
      lastContactAt: row.last_contact_at ?? undefined,
    },
    kubernetesVersion: row.kubernetes_version ?? undefined,
    fluxVersion: row.flux_version ?? undefined,
  };
}
