import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterRecord } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/clusters/ClusterRecord';
import { FleetService } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/FleetService';
import { IngestThread } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/ingest/IngestThread';
import { PooledKubernetesClient } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/kubernetes/PooledKubernetesClient';
import { AddressGuard } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/security/AddressGuard';
import type { Knex } from 'knex';

/** Where the clusters of the bench are. */
export interface FleetPlace {
  /** Of the server of the bench, whose cluster `i` is below `/cI`. */
  port: number;
  caPem: string;
  clusters: number;
}

export function clusterId(index: number): string {
  return `cluster-${String(index).padStart(3, '0')}`;
}

const logger: LoggerService = {
  error: (message, meta) => process.stderr.write(`${message} ${meta}\n`),
  warn: message => process.stderr.write(`${message}\n`),
  info: () => {},
  debug: () => {},
  child: () => logger,
};

/** Starts the product's fleet on all clusters, over rows that are registered already. */
export async function startFleet(
  knex: Knex,
  { port, caPem, clusters }: FleetPlace,
): Promise<{ fleet: FleetService; signals: () => number }> {
  const guard = new AddressGuard({ allowedCidrs: ['127.0.0.0/8'] });
  const clients = new Map<string, PooledKubernetesClient>();
  const ids = Array.from({ length: clusters }, (_, i) => clusterId(i));
  let signals = 0;
  const sync = { auto: true, resyncMinutes: 0 };
  const fleet = FleetService.create({
    knex,
    connector: {
      async connect(id) {
        let client = clients.get(id);
        if (!client) {
          const server = `https://127.0.0.1:${port}/c${ids.indexOf(id)}`;
          client = new PooledKubernetesClient({
            connection: {
              server,
              certificateAuthority: caPem,
              getToken: async () => 'bench',
            },
            guard,
          });
          clients.set(id, client);
        }
        return client;
      },
    },
    listClusters: async () => ids.map(id => ({ id })) as ClusterRecord[],
    syncOf: async () => sync,
    allSync: async () => () => sync,
    stopOf: async () => undefined,
    isCurrent: async () => true,
    ingest: IngestThread.shared,
    logger,
    signals: {
      async publish() {
        signals += 1;
      },
    },
  });
  await fleet.start();
  return { fleet, signals: () => signals };
}
