import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  type KubeObject,
  type KubeSim,
  spawnKubeSim,
} from '@internal/kube-sim';
import type { Knex } from 'knex';
import { insertCluster } from '../__testUtils__/fleetRows';
import { waitUntil } from '../__testUtils__/waitUntil';
import type { ClusterRecord } from '../clusters/ClusterRecord';
import { applyMigrations } from '../database/applyMigrations';
import { PooledKubernetesClient } from '../kubernetes/PooledKubernetesClient';
import { AddressGuard } from '../security/AddressGuard';
import { FleetService } from './FleetService';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const guard = new AddressGuard({ allowedCidrs: ['127.0.0.0/8', '::1/128'] });

function bucket(name: string): KubeObject {
  return {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'Bucket',
    metadata: { name, namespace: 'apps' },
    spec: { bucketName: 'b', endpoint: 'minio.example.com', interval: '5m' },
  };
}

describe('a backend that is started again', () => {
  let sim: KubeSim;
  let knex: Knex;
  const ends: Array<() => Promise<void>> = [];

  beforeAll(async () => {
    sim = await spawnKubeSim({
      clusters: [{ name: 'one', objects: [bucket('kept'), bucket('goes')] }],
    });
    knex = await databases.init('SQLITE_3');
    await applyMigrations({ getClient: async () => knex });
    await insertCluster(knex, 'one');
  });

  afterAll(async () => {
    await Promise.all(ends.map(end => end()));
    await sim?.stop();
  });

  const control = <T>(command: object) =>
    sim.clusters.one.control<T>(command as never);
  const names = async () =>
    (await knex('resources').orderBy('name')).map(row => row.name);
  /** Requests for objects of Flux kinds since the last call. */
  const asked = async () =>
    (
      await control<Array<{ url?: string; path?: string }>>({
        type: 'takeRequests',
      })
    )
      .map(request => String(request.url ?? request.path))
      .filter(url =>
        /^\/apis\/[a-z]+\.toolkit\.fluxcd\.io\/v\w+\/\w+\?/.test(url),
      );

  async function start() {
    const { server, caPem, tokens } = sim.clusters.one;
    const client = new PooledKubernetesClient({
      connection: {
        server,
        certificateAuthority: caPem,
        getToken: async () => tokens.fluxcd,
      },
      guard,
    });
    const fleet = FleetService.create({
      knex,
      connector: { connect: async () => client },
      listClusters: async () => [{ id: 'one' }] as ClusterRecord[],
      syncOf: async () => ({ auto: true, resyncMinutes: 0 }),
      allSync: async () => () => ({ auto: true, resyncMinutes: 0 }),
      stopOf: async () => undefined,
      isCurrent: async () => true,
      logger: mockServices.logger.mock(),
      signals: { publish: async () => {} },
    });
    await fleet.start();
    let ended = false;
    const stop = async () => {
      if (ended) return;
      ended = true;
      await fleet.stop();
      await client.close();
    };
    ends.push(stop);
    return { fleet, stop };
  }

  it('lists nothing, and learns what came and went while it was down', async () => {
    const before = await start();
    await waitUntil(async () =>
      expect(await names()).toEqual(['goes', 'kept']),
    );
    await waitUntil(async () => {
      const kinds = await knex('cluster_kinds').whereNot({ state: 'absent' });
      expect(kinds.length).toBeGreaterThan(1);
      expect(kinds.every(kind => kind.resource_version !== null)).toBe(true);
    });
    await before.stop();
    expect((await asked()).some(url => !url.includes('watch='))).toBe(true);

    await control({
      type: 'delete',
      group: 'source.toolkit.fluxcd.io',
      kind: 'Bucket',
      namespace: 'apps',
      name: 'goes',
    });
    await control({ type: 'put', objects: [bucket('came')] });
    const after = await start();
    await waitUntil(async () =>
      expect(await names()).toEqual(['came', 'kept']),
    );
    await waitUntil(async () => {
      const kinds = await knex('cluster_kinds').whereNot({ state: 'absent' });
      expect(kinds.map(kind => kind.state)).toEqual(
        kinds.map(() => 'watching'),
      );
    });
    const requests = await asked();
    expect(requests.length).toBeGreaterThan(1);
    expect(requests.filter(url => !url.includes('watch='))).toEqual([]);

    await after.fleet.refresh('one');
    expect((await asked()).filter(url => !url.includes('watch='))).toHaveLength(
      requests.length,
    );
  });
});
