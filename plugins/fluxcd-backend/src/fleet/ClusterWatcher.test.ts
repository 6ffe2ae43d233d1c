import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { FLUX_KINDS } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { insertCluster } from '../__testUtils__/fleetRows';
import { ManualClock } from '../__testUtils__/ManualClock';
import { ScriptedKubernetesClient } from '../__testUtils__/ScriptedKubernetesClient';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import { applyMigrations } from '../database/applyMigrations';
import type { KubernetesRequest } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { ClusterWatcher } from './ClusterWatcher';
import { ConnectionStore } from './ConnectionStore';
import { ResourceWriter } from './ResourceWriter';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** The API server of a small cluster: which kinds it serves, and one object of each. */
class ScriptedCluster {
  readonly client = new ScriptedKubernetesClient();
  /** Version by plural. */
  served: Record<string, string> = { kustomizations: 'v1' };
  /** What discovery tells, where that is something else. */
  discovered: Record<string, string> | undefined;
  override: (request: KubernetesRequest) => unknown = () => undefined;

  constructor() {
    this.client.answer = request => this.#answer(request);
    this.client.open = request => {
      const answer = this.#answer(request);
      return answer instanceof Error ? answer : undefined;
    };
  }

  #answer(request: KubernetesRequest): unknown {
    const override = this.override(request);
    if (override !== undefined) return override;
    const { path } = request;
    if (path === '/apis') {
      const plurals = Object.entries(this.discovered ?? this.served);
      return {
        kind: 'APIGroupDiscoveryList',
        items: FLUX_KINDS.map(kind => ({
          metadata: { name: kind.group },
          versions: plurals
            .filter(([plural]) => plural === kind.plural)
            .map(([resource, version]) => ({
              version,
              resources: [{ resource, verbs: ['list', 'watch'] }],
            })),
        })).filter(item => item.versions.length),
      };
    }
    if (path === '/version') return { gitVersion: 'v1.36.2' };
    const [, , , version, plural] = path.split('/');
    if (plural === 'customresourcedefinitions' || plural === 'deployments') {
      return new KubernetesError('no', { reason: 'forbidden', status: 403 });
    }
    if (this.served[plural] !== version) {
      return new KubernetesError('no', { reason: 'not-found', status: 404 });
    }
    return {
      metadata: { resourceVersion: '10' },
      items: [
        {
          metadata: {
            name: 'apps',
            namespace: 'flux-system',
            uid: `uid-${plural}`,
            resourceVersion: '9',
            creationTimestamp: '2026-11-20T10:00:00Z',
          },
        },
      ],
    };
  }
}

describe('ClusterWatcher', () => {
  let knex: Knex;
  let connections: ConnectionStore;
  const ends: Array<() => Promise<void>> = [];

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    await applyMigrations({ getClient: async () => knex });
    await insertCluster(knex, 'c1');
    connections = new ConnectionStore({ knex });
  });

  afterEach(async () => {
    await Promise.all(ends.splice(0).map(end => end()));
  });

  function watch(
    cluster: ScriptedCluster,
    options: {
      connector?: ClusterConnector;
      connections?: ConnectionStore;
    } = {},
  ) {
    const clock = new ManualClock();
    const logger = mockServices.logger.mock();
    const changes: string[] = [];
    const writer = new ResourceWriter({
      knex,
      logger,
      clock,
      onChange: () => changes.push('resources'),
    });
    const watcher = new ClusterWatcher({
      clusterId: 'c1',
      connector: options.connector ?? { connect: async () => cluster.client },
      writer,
      connections: options.connections ?? connections,
      logger,
      clock,
      onChange: () => changes.push('cluster'),
      onGone: () => changes.push('gone'),
    });
    watcher.start();
    const stop = async () => {
      await watcher.stop();
      await writer.stop();
    };
    ends.push(stop);
    /** Lets time pass, ours and that of the database, until `check` passes. */
    const until = async (check: () => Promise<void>, step = 100) => {
      for (let turn = 0; ; turn += 1) {
        await clock.advance(step);
        try {
          await check();
          return;
        } catch (error) {
          if (turn > 600) throw error;
        }
      }
    };
    const whenState = (state: object) =>
      until(async () =>
        expect((await connections.get('c1'))?.connection).toMatchObject(state),
      );
    const state = async () => (await connections.get('c1'))?.connection;
    return { clock, logger, changes, until, whenState, state, stop };
  }

  const rows = () =>
    knex('resources').orderBy('kind').select('kind', 'version', 'uid');
  const kindState = async (kind: string) =>
    (await connections.kinds('c1')).find(k => k.kind === kind)?.state;

  it('reads a kind in the new version when the old one is gone, and no row flickers', async () => {
    const cluster = new ScriptedCluster();
    cluster.served = { kustomizations: 'v1beta2' };
    const { clock, until, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    await until(async () =>
      expect(await rows()).toEqual([
        {
          kind: 'Kustomization',
          version: 'v1beta2',
          uid: 'uid-kustomizations',
        },
      ]),
    );
    let deletes = 0;
    knex.on('query', ({ sql }) => {
      if (/delete from .resources/.test(sql)) deletes += 1;
    });

    cluster.served = { kustomizations: 'v1' };
    cluster.client.watch.end();
    // Far sooner than the routine discovery.
    await clock.advance(5_000);
    await until(async () =>
      expect(await rows()).toEqual([
        { kind: 'Kustomization', version: 'v1', uid: 'uid-kustomizations' },
      ]),
    );
    await until(async () =>
      expect(await kindState('Kustomization')).toBe('watching'),
    );
    expect(deletes).toBe(0);
  });

  it('keeps the rows of a kind that discovery forgets while the server still serves it', async () => {
    const cluster = new ScriptedCluster();
    const { clock, until, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    cluster.discovered = {};
    await clock.advance(340_000);
    expect(cluster.client.requests.filter(r => r.path === '/apis').length).toBe(
      2,
    );
    expect(await rows()).toHaveLength(1);
    expect(await kindState('Kustomization')).toBe('watching');

    // Nor does a server that cannot say prove that the kind is gone.
    cluster.override = ({ path, query }) =>
      path.endsWith('/kustomizations') && query?.limit === 1
        ? new KubernetesError('no', { reason: 'server-error', status: 500 })
        : undefined;
    await clock.advance(340_000);
    expect(await rows()).toHaveLength(1);
    cluster.override = () => undefined;

    cluster.served = {};
    await clock.advance(340_000);
    await until(async () => expect(await rows()).toEqual([]));
    await whenState({ state: 'degraded', reason: 'flux-missing' });
  });

  it('removes the rows of a kind that went while nobody watched', async () => {
    const cluster = new ScriptedCluster();
    cluster.served = { kustomizations: 'v1', buckets: 'v1' };
    const before = watch(cluster);
    await before.until(async () => expect(await rows()).toHaveLength(2));
    await before.until(async () =>
      expect(await kindState('Bucket')).toBe('watching'),
    );
    await before.stop();

    cluster.served = { kustomizations: 'v1' };
    const after = watch(cluster);
    await after.until(async () =>
      expect((await rows()).map(r => r.kind)).toEqual(['Kustomization']),
    );
    await after.until(async () =>
      expect(await kindState('Bucket')).toBe('absent'),
    );
  });

  it('says why a cluster whose credential cannot be read is disconnected', async () => {
    const { whenState, state } = watch(new ScriptedCluster(), {
      connector: {
        connect: async () => {
          throw new KubernetesError('The key is missing.', {
            reason: 'credentials-unreadable',
          });
        },
      },
    });
    await whenState({ state: 'disconnected' });
    expect(await state()).toMatchObject({
      state: 'disconnected',
      reason: 'credentials-unreadable',
      message: 'The key is missing.',
    });
  });

  it('never repeats the words of an error that it does not know', async () => {
    const { whenState, state } = watch(new ScriptedCluster(), {
      connector: {
        connect: async () => {
          throw new Error('password=CANARY at 10.0.0.1');
        },
      },
    });
    await whenState({ state: 'disconnected' });
    expect(await state()).toMatchObject({
      state: 'disconnected',
      reason: 'unknown',
      message: 'The cluster could not be read',
    });
  });

  it('is disconnected when the server does not tell its kinds, and asks again after half a minute', async () => {
    const cluster = new ScriptedCluster();
    cluster.override = ({ path }) =>
      path === '/apis'
        ? new KubernetesError('No right to /apis.', {
            reason: 'forbidden',
            status: 403,
          })
        : undefined;
    const { clock, whenState, state } = watch(cluster);
    await whenState({ state: 'disconnected' });
    expect(await state()).toMatchObject({
      reason: 'forbidden',
      message: 'No right to /apis.',
    });
    cluster.override = () => undefined;
    await clock.advance(29_000);
    expect(await state()).toMatchObject({ state: 'disconnected' });
    await clock.advance(1_000);
    await whenState({ state: 'connected' });
  });

  it('writes down the last contact every few seconds at most, and tells nobody about it', async () => {
    const cluster = new ScriptedCluster();
    const { clock, changes, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    await clock.advance(20_000);
    changes.length = 0;
    let saves = 0;
    knex.on('query', ({ sql }) => {
      if (/into .cluster_connections/.test(sql)) saves += 1;
    });
    const contact = async () =>
      (await connections.get('c1'))?.connection.lastContactAt;
    const before = await contact();
    for (let i = 0; i < 300; i += 1) {
      cluster.client.watch.sendText('\n');
      await clock.advance(100);
    }
    expect(saves).toBeGreaterThan(3);
    expect(saves).toBeLessThanOrEqual(7);
    expect((await contact())! > before!).toBe(true);
    expect(changes).toEqual([]);
  });

  it('tells when a cluster that answers is not registered any more', async () => {
    const cluster = new ScriptedCluster();
    const { clock, until, changes, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    await knex('clusters').delete();
    expect(changes).not.toContain('gone');
    await clock.advance(1_000);
    cluster.client.watch.sendText('\n');
    await until(async () => expect(changes).toContain('gone'));
  });

  it('tells when a cluster that does not answer is not registered any more', async () => {
    const { until, changes } = watch(new ScriptedCluster(), {
      connector: {
        connect: async () => {
          throw new NotFoundError('The cluster does not exist');
        },
      },
    });
    await until(async () => expect(changes).toContain('gone'));
  });

  it('begins when the database is well', async () => {
    const cluster = new ScriptedCluster();
    let failing = true;
    const flaky = new Proxy(connections, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          if (failing) throw new Error('no database');
          return value.apply(target, args);
        };
      },
    });
    const { clock, logger, whenState } = watch(cluster, {
      connections: flaky,
    });
    await clock.advance(3_000);
    expect(logger.warn).toHaveBeenCalled();
    failing = false;
    await whenState({ state: 'connected' });
  });

  it('makes no hot loop of a kind that discovery names and the server does not know', async () => {
    const cluster = new ScriptedCluster();
    cluster.discovered = { kustomizations: 'v1', buckets: 'v1' };
    const { clock, whenState } = watch(cluster);
    await whenState({ state: 'connected' });
    await clock.advance(600_000);
    const asked = cluster.client.requests.filter(r =>
      r.path.endsWith('/buckets'),
    );
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.length).toBeLessThan(30);
    expect(await kindState('Bucket')).toBe('absent');
  });

  it('leaves no timer and no watch when it is stopped', async () => {
    const cluster = new ScriptedCluster();
    const { clock, whenState, stop } = watch(cluster);
    await whenState({ state: 'connected' });
    expect(clock.pending).toBeGreaterThan(0);
    await stop();
    expect(clock.pending).toBe(0);
    expect(cluster.client.watches.every(w => w.closed)).toBe(true);

    const requests = cluster.client.requests.length;
    await clock.advance(600_000);
    expect(cluster.client.requests).toHaveLength(requests);
  });

  it('writes nothing of what it saw but had not written when it is stopped', async () => {
    const cluster = new ScriptedCluster();
    const { clock, whenState, stop } = watch(cluster);
    await whenState({ state: 'connected' });
    const before = await rows();
    expect(before).toHaveLength(1);
    cluster.client.watch.send({
      type: 'ADDED',
      object: {
        metadata: { name: 'late', uid: 'u', resourceVersion: '11' },
      },
    });
    await clock.settle();
    await stop();
    expect(await rows()).toEqual(before);
  });

  it('can be stopped while a connection hangs', async () => {
    const { clock, stop } = watch(new ScriptedCluster(), {
      connector: { connect: () => new Promise(() => {}) },
    });
    await clock.advance(1_000);
    await stop();
    expect(clock.pending).toBe(0);
  });
});
