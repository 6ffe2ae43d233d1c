import { randomBytes } from 'node:crypto';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  mockServices,
  type TestDatabases,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { CreateCluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterSource } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { Knex } from 'knex';
import { createClusters } from '../clusters/createClusters';
import { startApiServer } from './startApiServer';

const KEY = randomBytes(32).toString('base64url');

/** The clusters' room on a real database, and one API server to add; both made afresh for each test. */
export function setupClusters(
  databases: TestDatabases,
  id: Parameters<TestDatabases['init']>[0],
) {
  let knex: Knex;
  let api: Awaited<ReturnType<typeof startApiServer>>;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    knex = await databases.init(id);
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@flux-orchestrator/backstage-plugin-fluxcd-backend',
        'migrations',
      ),
    });
  });

  beforeEach(async () => {
    await knex('clusters').delete();
    api = await startApiServer();
  });

  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
    await api.stop();
  });

  return {
    get knex() {
      return knex;
    },
    get api() {
      return api;
    },
    key: KEY,
    actor: { actor: 'user:default/ada' },
    create(
      options: {
        keys?: string[];
        config?: object;
        sources?: ClusterSource[];
        logger?: ReturnType<typeof mockServices.logger.mock>;
      } = {},
    ) {
      const clusters = createClusters({
        config: new ConfigReader({
          fluxcd: {
            encryption: { keys: options.keys ?? [KEY] },
            clusters: { allowedCidrs: ['127.0.0.0/8'] },
            ...options.config,
          },
        }),
        knex,
        logger: options.logger ?? mockServices.logger.mock(),
        sources: options.sources,
        readReasons: async () => new Map(),
        operationsOf: () => ({
          begin: async () => {
            throw new Error('there are no operations here');
          },
        }),
      });
      stops.push(() => clusters.stop());
      return clusters;
    },
    input(change: Partial<CreateCluster> = {}): CreateCluster {
      return {
        name: 'production',
        title: 'Production',
        labels: { tier: 'gold' },
        credentials: {
          type: 'token',
          server: `${api.server}/`,
          certificateAuthority: api.certificateAuthority,
          token: 'good-token',
        },
        ...change,
      };
    },
    async count() {
      return Number((await knex('clusters').count({ n: '*' }).first())!.n);
    },
  };
}
