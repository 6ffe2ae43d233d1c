import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  ConfigSources,
  FileConfigSource,
  StaticConfigSource,
} from '@backstage/config-loader';
import { type KubeSim, spawnKubeSim } from '@internal/kube-sim';
import createKnex from 'knex';
import request from 'supertest';
import { portalFeatures } from './portalFeatures';

jest.setTimeout(300_000);

const root = path.resolve(__dirname, '../../..');
const repository = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name: 'shop', namespace: 'flux-system' },
  spec: { interval: '1m0s', url: 'https://git.example.com/shop' },
};

/** The configuration file of each engine, and what it reads: the connection strings that other tests use too. */
const engines = {
  SQLITE_3: { files: [], client: 'better-sqlite3', variables: {} },
  POSTGRES_15: {
    files: ['app-config.postgres.yaml'],
    client: 'pg',
    variables: {
      POSTGRES_URL:
        process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING,
    },
  },
  MYSQL_8: {
    files: ['app-config.mariadb.yaml'],
    client: 'mysql2',
    variables: {
      MARIADB_URL: process.env.BACKSTAGE_TEST_DATABASE_MYSQL8_CONNECTION_STRING,
    },
  },
};
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15', 'MYSQL_8'],
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}

async function until<T>(look: () => Promise<T | false | undefined>) {
  for (let tries = 0; tries < 600; tries++) {
    const seen = await look();
    if (seen) return seen;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('it did not come about within a minute');
}

describe.each(databases.eachSupportedId())('the portal on %s', engineId => {
  const engine = engines[engineId as keyof typeof engines];
  const prefix = `portal_${randomBytes(6).toString('hex')}_`;
  const dir = mkdtempSync(path.join(tmpdir(), 'portal-'));
  const key = `${randomBytes(32).toString('base64url')}=`;
  let sim: KubeSim;
  let stop: (() => Promise<void>) | undefined;
  let url: string;

  /** The demo portal's own configuration, in a place, on a port and with database names of this test. */
  async function start() {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const variables: Record<string, string | undefined> = {
      FLUXCD_DEMO_DIR: dir,
      FLUXCD_ENCRYPTION_KEY: key,
      ...engine.variables,
    };
    const config = await ConfigSources.toConfig(
      ConfigSources.merge([
        ...['app-config.yaml', ...engine.files].map(file =>
          FileConfigSource.create({
            path: path.join(root, file),
            watch: false,
            substitutionFunc: async name => variables[name],
          }),
        ),
        StaticConfigSource.create({
          data: {
            backend: { baseUrl: url, listen: { port }, database: { prefix } },
            // NODE_ENV is `test` here.
            auth: {
              providers: {
                guest: { dangerouslyAllowOutsideDevelopment: true },
              },
            },
            catalog: {
              locations: [
                {
                  type: 'file',
                  target: path.join(root, 'examples/org.yaml'),
                },
              ],
            },
          },
        }),
      ]),
    );
    expect(config.getString('backend.database.client')).toBe(engine.client);
    const backend = createBackend();
    backend.add(mockServices.rootLogger.factory());
    backend.add(
      createServiceFactory({
        service: coreServices.rootConfig,
        deps: {},
        factory: () => new ConfigReader(config.get()),
      }),
    );
    portalFeatures.forEach(feature => backend.add(feature));
    await backend.start();
    stop = () => backend.stop();
  }

  async function signIn(): Promise<{ Authorization: string }> {
    const { body } = await request(url)
      .get('/api/auth/guest/refresh')
      .set('X-Requested-With', 'XMLHttpRequest')
      .expect(200);
    return { Authorization: `Bearer ${body.backstageIdentity.token}` };
  }

  beforeAll(async () => {
    sim = await spawnKubeSim({
      clusters: [{ name: 'sim', objects: [repository] }],
    });
  });

  afterAll(async () => {
    await stop?.();
    await sim?.stop();
    await dropDatabases();
    rmSync(dir, { recursive: true, force: true });
  });

  /** The plugins made databases of their own, which TestDatabases does not know. */
  async function dropDatabases() {
    const [connection] = Object.values(engine.variables);
    if (!connection) return;
    const knex = createKnex({ client: engine.client, connection });
    const [table, column] =
      engine.client === 'pg'
        ? ['pg_database', 'datname']
        : ['information_schema.schemata', 'schema_name'];
    const names: string[] = await knex(table)
      .where(column, 'like', `${prefix}%`)
      .pluck(column);
    for (const name of names) {
      // PostgreSQL would wait for connections that end with the process.
      const force = engine.client === 'pg' ? 'WITH (FORCE)' : '';
      await knex.raw(`DROP DATABASE ?? ${force}`, [name]);
    }
    await knex.destroy();
  }

  it('signs a guest in, takes a cluster, lists its resources, and knows them after a restart', async () => {
    await start();
    let headers = await signIn();
    await until(
      async () =>
        (
          await request(url)
            .get('/api/catalog/entities/by-name/group/default/platform')
            .set(headers)
        ).status === 200,
    );
    const { body: cluster } = await request(url)
      .post('/api/fluxcd/v1/clusters')
      .set(headers)
      .send({
        name: 'sim',
        title: 'Die Übung 🚀',
        credentials: {
          type: 'kubeconfig',
          kubeconfig: sim.clusters.sim.kubeconfig(),
        },
      })
      .expect(201);
    const list = async () =>
      (
        await request(url)
          .get('/api/fluxcd/v1/resources')
          .set(headers)
          .expect(200)
      ).body;
    const before = await until(async () => {
      const answer = await list();
      return answer.total === 1 && answer;
    });
    expect(before.items).toMatchObject([
      { name: 'shop', kind: 'GitRepository', clusterId: cluster.id },
    ]);

    await stop!();
    stop = undefined;
    await sim.clusters.sim.control({ type: 'pause' });
    await start();
    headers = await signIn();
    const after = await list();
    expect(after.items).toMatchObject([{ id: before.items[0].id }]);
    const { body } = await request(url)
      .get(`/api/fluxcd/v1/clusters/${cluster.id}`)
      .set(headers)
      .expect(200);
    expect(body).toMatchObject({ title: 'Die Übung 🚀' });
  });
});
