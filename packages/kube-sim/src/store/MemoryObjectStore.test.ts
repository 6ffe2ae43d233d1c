import { fluxCrds } from './fluxCrds';
import { MemoryObjectStore } from './MemoryObjectStore';
import type { KubeObject, StoreEvent } from './ObjectStore';

const GROUP = 'kustomize.toolkit.fluxcd.io';
const BY = { manager: 'tester' };

function kustomization(spec: object = {}): KubeObject {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace: 'flux-system' },
    spec: {
      interval: '10m',
      prune: true,
      sourceRef: { kind: 'GitRepository', name: 'repo' },
      ...spec,
    },
  };
}

function get(store: MemoryObjectStore): KubeObject {
  return store.get(GROUP, 'Kustomization', 'flux-system', 'apps')!;
}

function filled(options: { historySize?: number } = {}): {
  store: MemoryObjectStore;
  events: StoreEvent[];
} {
  const store = new MemoryObjectStore(options);
  fluxCrds().forEach(crd => store.create(crd, BY));
  store.create(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } },
    BY,
  );
  const events: StoreEvent[] = [];
  store.subscribe(event => events.push(event));
  return { store, events };
}

describe('MemoryObjectStore', () => {
  it('assigns identity, defaults and ownership to what is created', () => {
    const { store, events } = filled();
    const made = store.create(kustomization(), BY);
    expect(made.metadata).toMatchObject({
      uid: expect.any(String),
      generation: 1,
      resourceVersion: String(store.version),
      creationTimestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(made.spec.force).toBe(false);
    expect(made.status).toEqual({ observedGeneration: -1 });
    expect(events.map(({ type }) => type)).toEqual(['ADDED']);
    expect(() => store.create(kustomization(), BY)).toThrow(/already exists/);
  });

  it('raises the generation for a change of spec, not for metadata or status', () => {
    const { store } = filled();
    const made = store.create(kustomization(), BY);
    store.update(kustomization({ path: './a' }), BY);
    expect(get(store).metadata.generation).toBe(2);
    store.update(
      {
        ...get(store),
        metadata: { ...made.metadata, annotations: { a: 'b' } },
      },
      BY,
    );
    store.updateStatus(
      { ...get(store), status: { observedGeneration: 2 } },
      BY,
    );
    expect(get(store).metadata.generation).toBe(2);
    expect(get(store).status).toEqual({ observedGeneration: 2 });
  });

  it('keeps status out of an update and spec out of a status update', () => {
    const { store } = filled();
    store.create(kustomization(), BY);
    store.update({ ...kustomization(), status: { observedGeneration: 7 } }, BY);
    expect(get(store).status).toEqual({ observedGeneration: -1 });
    store.updateStatus(
      {
        ...kustomization({ path: './ignored' }),
        status: { observedGeneration: 1 },
      },
      BY,
    );
    expect(get(store).spec.path).toBeUndefined();
    expect(get(store).status).toEqual({ observedGeneration: 1 });
  });

  it('emits nothing and keeps the resourceVersion when a write changes nothing', () => {
    const { store, events } = filled();
    store.create(kustomization(), BY);
    const { resourceVersion } = get(store).metadata;
    store.update(kustomization(), BY);
    store.apply(kustomization(), BY);
    store.apply(kustomization(), BY);
    store.updateStatus(get(store), BY);
    // The first apply is a change of ownership only.
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED']);
    expect(Number(get(store).metadata.resourceVersion)).toBe(
      Number(resourceVersion) + 1,
    );
  });

  it('lets finalizers hold a deletion, and ends it when the last one goes', () => {
    const { store, events } = filled();
    const object = kustomization();
    object.metadata.finalizers = ['finalizers.fluxcd.io'];
    store.create(object, BY);
    expect(store.delete(GROUP, 'Kustomization', 'flux-system', 'apps')).toBe(
      true,
    );
    const held = get(store);
    expect(held.metadata.deletionTimestamp).toBeDefined();
    expect(held.metadata.generation).toBe(2);
    store.update(
      { ...held, metadata: { ...held.metadata, finalizers: [] } },
      BY,
    );
    expect(get(store)).toBeUndefined();
    expect(events.map(({ type }) => type)).toEqual([
      'ADDED',
      'MODIFIED',
      'DELETED',
    ]);
    expect(store.delete(GROUP, 'Kustomization', 'flux-system', 'apps')).toBe(
      false,
    );
  });

  it('refuses objects in a namespace that is missing', () => {
    const { store } = filled();
    const object = kustomization();
    object.metadata.namespace = 'nowhere';
    expect(() => store.create(object, BY)).toThrow(
      'namespaces "nowhere" not found',
    );
  });

  it('reverts by apply what kubectl added, and keeps what others added', () => {
    const { store } = filled();
    const controller = { manager: 'kustomize-controller' };
    store.apply(kustomization(), controller);
    store.update(kustomization({ timeout: '1m' }), { manager: 'kubectl-edit' });
    store.apply(kustomization(), controller);
    expect(get(store).spec.timeout).toBeUndefined();
    store.update(kustomization({ timeout: '2m' }), { manager: 'portal' });
    store.apply(kustomization(), controller);
    expect(get(store).spec.timeout).toBe('2m');
    store.update(kustomization({ timeout: '2m', interval: '1m' }), {
      manager: 'portal',
    });
    store.apply(kustomization(), controller);
    expect(get(store).spec.interval).toBe('10m');
  });

  it('tells listeners in order though they write themselves', () => {
    const { store } = filled();
    const seen: string[] = [];
    store.subscribe(({ type, object }) => {
      if (type === 'ADDED') {
        store.updateStatus(
          { ...object, status: { observedGeneration: 1 } },
          BY,
        );
      }
    });
    store.subscribe(({ type }) => seen.push(type));
    store.create(kustomization(), BY);
    expect(seen).toEqual(['ADDED', 'MODIFIED']);
  });

  it('serves a kind only while its CRD is there', () => {
    const { store, events } = filled();
    store.create(kustomization(), BY);
    expect(store.serves(GROUP, 'Kustomization')).toBe(true);
    store.delete(
      'apiextensions.k8s.io',
      'CustomResourceDefinition',
      undefined,
      `kustomizations.${GROUP}`,
    );
    expect(store.serves(GROUP, 'Kustomization')).toBe(false);
    expect(store.list(GROUP, 'Kustomization')).toEqual([]);
    expect(events.filter(({ type }) => type === 'DELETED')).toHaveLength(2);
  });

  it('remembers so many changes per kind and no more', () => {
    const { store } = filled({ historySize: 10 });
    const kind = store.kinds.find(GROUP, 'Kustomization')!;
    store.create(kustomization(), BY);
    const start = store.version;
    for (let i = 0; i < 5; i++) {
      store.update(kustomization({ path: `./${i}` }), BY);
    }
    expect(store.storeOf(kind).changesSince(start)).toHaveLength(5);
    const [then] = store.storeOf(kind).listAt(start + 2)!;
    expect(then.spec.path).toBe('./1');
    for (let i = 5; i < 40; i++) {
      store.update(kustomization({ path: `./${i}` }), BY);
    }
    expect(store.storeOf(kind).changesSince(start)).toBeUndefined();
    expect(store.storeOf(kind).changesSince(store.version)).toEqual([]);
  });

  it('stamps objects with the clock of the cluster', () => {
    const store = new MemoryObjectStore({ now: () => Date.UTC(2020, 1, 2) });
    const made = store.create(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'past' } },
      BY,
    );
    expect(made.metadata.creationTimestamp).toBe('2020-02-02T00:00:00Z');
  });
});
