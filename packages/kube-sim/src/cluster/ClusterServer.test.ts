import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeObject } from '../store/ObjectStore';
import { ClusterServer } from './ClusterServer';

jest.setTimeout(60_000);

const BY = { manager: 'tester' };

function configMap(name: string, owners: object[] = []): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'apps', ownerReferences: owners as any },
  };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await new Promise(resolve => setImmediate(resolve));
  }
}

describe('ClusterServer', () => {
  let cluster: ClusterServer;

  afterEach(async () => {
    await cluster.stop();
  });

  it('furnishes a new namespace, and empties one that is deleted', async () => {
    cluster = await ClusterServer.create({ name: 'one' });
    const { store } = cluster;
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'apps' },
    };
    store.create(namespace, BY);
    expect(store.get('', 'ServiceAccount', 'apps', 'default')).toBeDefined();
    const held = configMap('held');
    held.metadata.finalizers = ['example.com/hold'];
    store.create(held, BY);
    store.delete('', 'Namespace', undefined, 'apps');
    const ending = store.get('', 'Namespace', undefined, 'apps');
    expect(ending?.status.phase).toBe('Terminating');
    expect(store.get('', 'ServiceAccount', 'apps', 'default')).toBeUndefined();
    expect(() => store.create(configMap('late'), BY)).toThrow(
      'unable to create new content in namespace apps because it is being terminated',
    );
    const left = store.get('', 'ConfigMap', 'apps', 'held')!;
    store.update(
      { ...left, metadata: { ...left.metadata, finalizers: [] } },
      BY,
    );
    expect(store.get('', 'Namespace', undefined, 'apps')).toBeUndefined();
  });

  it('collects what lost its last owner, and keeps what has another', async () => {
    cluster = await ClusterServer.create({
      name: 'one',
      objects: [configMap('a'), configMap('b')],
    });
    const { store } = cluster;
    const owner = (name: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name,
      uid: store.get('', 'ConfigMap', 'apps', name)!.metadata.uid,
    });
    const b = owner('b');
    store.create(configMap('of-a', [owner('a')]), BY);
    store.create(configMap('of-both', [owner('a'), b]), BY);
    store.delete('', 'ConfigMap', 'apps', 'a');
    await settle();
    expect(store.get('', 'ConfigMap', 'apps', 'of-a')).toBeUndefined();
    expect(
      store.get('', 'ConfigMap', 'apps', 'of-both')?.metadata.ownerReferences,
    ).toEqual([b]);
  });

  it('keeps its certificates in a folder, readable by its owner only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kube-sim-'));
    try {
      cluster = await ClusterServer.create({ name: 'kept', folder });
      const again = await ClusterServer.create({ name: 'kept', folder });
      await again.stop();
      expect(again.caPem).toBe(cluster.caPem);
      const { mode } = statSync(join(folder, 'kept.certificates.json'));
      expect(mode % 0o1000).toBe(0o600);
      const other = await ClusterServer.create({ name: 'other' });
      await other.stop();
      expect(other.caPem).not.toBe(cluster.caPem);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
