import type { KubeObject, SimCluster } from '@internal/kube-sim';

const KINDS = [
  {
    group: 'kustomize.toolkit.fluxcd.io',
    version: 'v1',
    kind: 'Kustomization',
  },
  { group: 'helm.toolkit.fluxcd.io', version: 'v2', kind: 'HelmRelease' },
  { group: 'source.toolkit.fluxcd.io', version: 'v1', kind: 'GitRepository' },
  { group: 'source.toolkit.fluxcd.io', version: 'v1', kind: 'Bucket' },
];

/** Ready conditions in the states that controllers leave behind. */
const STATES = [
  { status: 'True', reason: 'ReconciliationSucceeded' },
  { status: 'True', reason: 'ReconciliationSucceeded' },
  { status: 'False', reason: 'BuildFailed' },
  { status: 'False', reason: 'DependencyNotReady' },
  { status: 'Unknown', reason: 'Progressing' },
];

function specOf(kind: string, name: string): Record<string, unknown> {
  const interval = '10m0s';
  switch (kind) {
    case 'Kustomization':
      return {
        interval,
        prune: true,
        path: `./${name}`,
        sourceRef: { kind: 'GitRepository', name: 'repo' },
      };
    case 'HelmRelease':
      return { interval, chartRef: { kind: 'OCIRepository', name: 'chart' } };
    case 'Bucket':
      return { interval, endpoint: 's3.example.com', bucketName: name };
    default:
      return { interval, url: `https://git.example.com/${name}` };
  }
}

/** Objects of one simulated cluster, and what happens to them: by chance, and by the same chance again. */
export class Workload {
  readonly #sim: SimCluster;
  readonly #random: () => number;
  readonly #padding: string;
  #objects: KubeObject[] = [];
  #count = 0;

  constructor(options: {
    sim: SimCluster;
    random: () => number;
    /** Of each object, beside what it is made of anyway. Bytes. */
    padding?: number;
  }) {
    this.#sim = options.sim;
    this.#random = options.random;
    this.#padding = 'x'.repeat(options.padding ?? 0);
  }

  get objects(): readonly KubeObject[] {
    return this.#objects;
  }

  /** An object that does not exist yet; of any kind, unless it is named. */
  make(kind?: string): KubeObject {
    const chosen =
      KINDS.find(known => known.kind === kind) ?? this.#pick(KINDS);
    this.#count += 1;
    const name = `${chosen.kind.toLowerCase()}-${this.#count}`;
    return {
      apiVersion: `${chosen.group}/${chosen.version}`,
      kind: chosen.kind,
      metadata: {
        name,
        namespace: `team-${Math.floor(this.#random() * 5)}`,
        ...(this.#padding && { annotations: { padding: this.#padding } }),
      },
      spec: specOf(chosen.kind, name),
      status: this.#status(chosen.kind),
    };
  }

  async create(count: number, kind?: string): Promise<KubeObject[]> {
    const made = Array.from({ length: count }, () => this.make(kind));
    this.#objects.push(...made);
    for (let start = 0; start < made.length; start += 2000) {
      const objects = made.slice(start, start + 2000);
      await this.#sim.control({ type: 'put', objects });
    }
    return made;
  }

  /** Gives other statuses to as many objects, or to all of the given ones. */
  async update(which: number | readonly KubeObject[]): Promise<void> {
    const chosen =
      typeof which === 'number'
        ? Array.from({ length: which }, () => this.#pick(this.#objects))
        : which;
    for (const object of chosen) object.status = this.#status(object.kind);
    await this.#sim.control({ type: 'put', objects: [...new Set(chosen)] });
  }

  async remove(object: KubeObject = this.#pick(this.#objects)): Promise<void> {
    this.#objects = this.#objects.filter(other => other !== object);
    await this.#sim.control({
      type: 'delete',
      group: object.apiVersion.split('/')[0],
      kind: object.kind,
      namespace: object.metadata.namespace,
      name: object.metadata.name,
    });
  }

  /** Objects of this kind went, by no doing of ours. */
  forget(kind: string): void {
    this.#objects = this.#objects.filter(object => object.kind !== kind);
  }

  /** As many changes of all sorts: half are other statuses, the rest come and go. */
  async change(count: number): Promise<void> {
    for (let left = count; left > 0; ) {
      const chance = this.#random();
      if (chance < 0.25) await this.create(1);
      else if (chance < 0.5 && this.#objects.length > 5) await this.remove();
      else await this.update(1);
      left -= 1;
    }
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)];
  }

  #status(kind: string): Record<string, unknown> {
    const { status, reason } = this.#pick(STATES);
    const digest = Math.floor(this.#random() * 2 ** 32).toString(16);
    const revision = `main@sha1:${digest}`;
    const condition = {
      type: 'Ready',
      status,
      reason,
      message: `${reason} ${digest}`,
      lastTransitionTime: '2026-11-20T08:00:00Z',
      observedGeneration: 1,
    };
    return {
      observedGeneration: 1,
      conditions: [condition],
      ...(kind === 'Kustomization' && { lastAppliedRevision: revision }),
      ...((kind === 'GitRepository' || kind === 'Bucket') && {
        artifact: {
          revision,
          path: 'x',
          url: 'http://source.example.com/x',
          lastUpdateTime: '2026-11-20T08:00:00Z',
          digest: `sha256:${digest}`,
        },
      }),
    };
  }
}
