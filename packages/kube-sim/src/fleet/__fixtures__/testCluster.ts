import { GarbageCollector } from '../../cluster/GarbageCollector';
import { MemoryObjectStore } from '../../store/MemoryObjectStore';
import { KubeObject, StoreEvent } from '../../store/ObjectStore';
import { fluxCrds } from '../../store/fluxCrds';
import { SimClock } from '../../controllers/runtime/SimClock';
import { Repository, Tree } from '../Repository';
import { SimulatedCluster } from '../SimulatedCluster';
import { Upstreams } from '../Upstreams';

const GROUPS: Record<string, string> = {
  Kustomization: 'kustomize.toolkit.fluxcd.io',
  HelmRelease: 'helm.toolkit.fluxcd.io',
  GitRepository: 'source.toolkit.fluxcd.io',
  OCIRepository: 'source.toolkit.fluxcd.io',
  HelmRepository: 'source.toolkit.fluxcd.io',
  HelmChart: 'source.toolkit.fluxcd.io',
  Bucket: 'source.toolkit.fluxcd.io',
  ExternalArtifact: 'source.toolkit.fluxcd.io',
  ArtifactGenerator: 'source.extensions.fluxcd.io',
  ImageRepository: 'image.toolkit.fluxcd.io',
  ImagePolicy: 'image.toolkit.fluxcd.io',
  ImageUpdateAutomation: 'image.toolkit.fluxcd.io',
  Receiver: 'notification.toolkit.fluxcd.io',
  ResourceSet: 'fluxcd.controlplane.io',
  ResourceSetInputProvider: 'fluxcd.controlplane.io',
  FluxInstance: 'fluxcd.controlplane.io',
  FluxReport: 'fluxcd.controlplane.io',
  Deployment: 'apps',
  ReplicaSet: 'apps',
};

/** For tests: a cluster in virtual time with a git repository `app` and a namespace `live`. */
export function testCluster(options: { fluxVersion?: string } = {}) {
  const clock = new SimClock({ startAt: Date.parse('2026-11-20T08:00:00Z') });
  const store = new MemoryObjectStore({ now: () => clock.now() });
  for (const crd of fluxCrds()) store.create(crd, { manager: 'test' });
  const upstreams = new Upstreams();
  const repository = new Repository({
    name: 'app',
    kind: 'git',
    url: 'https://git.example.com/northwind/app',
  });
  upstreams.add(repository);
  const artifacts = new Map<string, Tree>();
  const cluster = new SimulatedCluster({
    name: 'test',
    fluxVersion: options.fluxVersion ?? 'v2.9.4',
    store,
    clock,
    upstreams,
    artifacts,
  });
  const create = (object: KubeObject) =>
    store.create(object, { manager: 'test' });
  create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'live' },
  });
  cluster.start();
  // Lives as long as the test: its work is done in immediates.
  // eslint-disable-next-line no-new
  new GarbageCollector(store);
  const events: StoreEvent[] = [];
  store.subscribe(event => events.push(event));
  return {
    clock,
    store,
    upstreams,
    repository,
    cluster,
    create,
    /** Lets the collector, which works in the background, take what lost its owner. */
    async collectGarbage(): Promise<void> {
      for (let round = 0; round < 3; round++) {
        await new Promise(resolve => setImmediate(resolve));
      }
    },
    /** Everything that was written since the start. */
    events,
    push(files: Record<string, string>, message = 'Change') {
      return repository.push({
        tree: new Map(Object.entries(files)),
        message,
        author: 'Ada',
        at: clock.now(),
      });
    },
    gitRepository(name = 'app') {
      return create({
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata: { name, namespace: 'live' },
        spec: {
          url: repository.url,
          interval: '1m',
          ref: { branch: 'main' },
        },
      });
    },
    kustomization(name: string, spec: Record<string, unknown> = {}) {
      return create({
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name, namespace: 'live' },
        spec: {
          interval: '10m',
          path: './app',
          prune: true,
          timeout: '1m',
          targetNamespace: 'live',
          sourceRef: { kind: 'GitRepository', name: 'app' },
          ...spec,
        },
      });
    },
    get(kind: string, name: string, group?: string): KubeObject | undefined {
      const groups = group === undefined ? GROUPS[kind] ?? '' : group;
      return store.get(groups, kind, 'live', name);
    },
    /** A merge patch by a field manager, as a user's tool sends it. */
    edit(
      kind: string,
      name: string,
      change: (object: any) => void,
      manager = 'portal',
    ) {
      const object = structuredClone(
        store.get(GROUPS[kind] ?? '', kind, 'live', name)!,
      );
      object.metadata.annotations ??= {};
      change(object);
      return store.update(object, { manager });
    },
    /** `type=status/reason` of each condition. */
    conditions(kind: string, name: string): string[] {
      const object = store.get(GROUPS[kind] ?? '', kind, 'live', name);
      return (object?.status?.conditions ?? []).map(
        (item: any) => `${item.type}=${item.status}/${item.reason}`,
      );
    },
    /** The statuses of one object in the order they were written, from an index in `events`. */
    statuses(kind: string, name: string, from = 0): any[] {
      return events
        .slice(from)
        .filter(
          ({ object }) => object.kind === kind && object.metadata.name === name,
        )
        .map(({ object }) => object.status);
    },
  };
}
