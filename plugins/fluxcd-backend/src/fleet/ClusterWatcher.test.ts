import { TestDatabases } from '@backstage/backend-test-utils';
import { ScriptedCluster } from '../__testUtils__/ScriptedCluster';
import { setupWatcher } from '../__testUtils__/setupWatcher';
import { KubernetesError } from '../kubernetes/KubernetesError';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('ClusterWatcher', () => {
  const given = setupWatcher(databases);
  const { watch, rows, kindState } = given;

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
    given.knex.on('query', ({ sql }) => {
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

  it('begins when the database is well', async () => {
    const cluster = new ScriptedCluster();
    let failing = true;
    const flaky = new Proxy(given.connections, {
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
