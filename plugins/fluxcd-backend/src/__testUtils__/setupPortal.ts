import {
  mockCredentials,
  type TestBackend,
  type TestDatabases,
} from '@backstage/backend-test-utils';
import type {
  Operation,
  Resource,
  ResourceList,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  type KubeSim,
  type SimCluster,
  spawnKubeSim,
} from '@internal/kube-sim';
import type { Knex } from 'knex';
import request from 'supertest';
import { makeEvents, makeFluxObjects } from './makeFluxObjects';
import { playController } from './playController';
import { startPlugin } from './startPlugin';

const user = { Authorization: mockCredentials.user.header() };

/** The plugin with one simulated cluster in it, and what a user asks of its REST interface; to be called in a `describe`. */
export function setupPortal(databases: TestDatabases) {
  let sim: KubeSim;
  let cluster: SimCluster;
  let backend: TestBackend;
  let knex: Knex;
  let stopController: () => Promise<void>;
  let clusterId: string;

  const api = () => request(backend.server);
  const get = (path: string) => api().get(`/api/fluxcd${path}`).set(user);
  const post = (path: string) => api().post(`/api/fluxcd${path}`).set(user);
  const list = async (query = ''): Promise<ResourceList> =>
    (await get(`/v1/resources${query}`).expect(200)).body;
  const find = async (name: string): Promise<Resource> => {
    const found = (await list(`?text=${name}`)).items.find(
      r => r.name === name,
    );
    if (!found) throw new Error(`${name} is not listed`);
    return found;
  };
  async function until<T>(look: () => Promise<T | false | undefined>) {
    for (let tries = 0; tries < 600; tries++) {
      const seen = await look();
      if (seen) return seen;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error('it did not come about within a minute');
  }
  async function reconcile(name: string, withSource = false) {
    const { id } = await find(name);
    const { body } = await post('/v1/operations')
      .send({ type: 'reconcile', withSource, targets: [{ resourceId: id }] })
      .expect(202);
    return until<Operation>(async () => {
      const now: Operation = (
        await get(`/v1/operations/${body.id}`).expect(200)
      ).body;
      return now.finishedAt !== undefined && now;
    });
  }

  beforeAll(async () => {
    sim = await spawnKubeSim({
      clusters: [
        { name: 'sim', objects: [...makeFluxObjects(), ...makeEvents()] },
      ],
    });
    cluster = sim.clusters.sim;
    stopController = playController(cluster, [
      '/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories/repo',
      '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/apps/kustomizations/web',
    ]);
    knex = await databases.init('SQLITE_3');
    backend = await startPlugin({ knex });

    const { body } = await post('/v1/clusters')
      .send({
        name: 'sim',
        title: 'The simulated one',
        credentials: { type: 'kubeconfig', kubeconfig: cluster.kubeconfig() },
      })
      .expect(201);
    clusterId = body.id;
    await until(async () => (await list()).total === makeFluxObjects().length);
  });

  afterAll(async () => {
    await backend?.stop();
    await stopController?.();
    await sim?.stop();
  });

  return {
    api,
    get,
    post,
    list,
    find,
    until,
    reconcile,
    get cluster() {
      return cluster;
    },
    get clusterId() {
      return clusterId;
    },
    get knex() {
      return knex;
    },
  };
}
