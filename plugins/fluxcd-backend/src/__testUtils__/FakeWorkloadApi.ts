import type {
  KubernetesClient,
  KubernetesRequest,
} from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';

type Fake = Record<string, any>;

const KINDS: Record<
  string,
  Array<[kind: string, plural: string, namespaced?: false]>
> = {
  '/api/v1': [
    ['Pod', 'pods'],
    ['Service', 'services'],
    ['Secret', 'secrets'],
    ['ConfigMap', 'configmaps'],
    ['Namespace', 'namespaces', false],
  ],
  '/apis/apps/v1': [
    ['Deployment', 'deployments'],
    ['ReplicaSet', 'replicasets'],
    ['StatefulSet', 'statefulsets'],
  ],
  '/apis/batch/v1': [
    ['Job', 'jobs'],
    ['CronJob', 'cronjobs'],
  ],
  '/apis/autoscaling/v2': [
    ['HorizontalPodAutoscaler', 'horizontalpodautoscalers'],
  ],
  '/apis/kustomize.toolkit.fluxcd.io/v1': [['Kustomization', 'kustomizations']],
};

function notFound() {
  return new KubernetesError('not found', {
    reason: 'not-found',
    status: 404,
    statusReason: 'NotFound',
  });
}

/** An API server with workloads in memory, as far as this suite asks it. */
export class FakeWorkloadApi implements KubernetesClient {
  readonly objects = new Map<string, Fake>();
  readonly requests: KubernetesRequest[] = [];
  /** Answers, or throws, instead of the server. */
  intercept: (request: KubernetesRequest) => unknown = () => undefined;
  /** What the log of a pod answers. */
  log: (request: KubernetesRequest) => AsyncIterable<Buffer> =
    async function* none() {};

  /** Adds an object; its uid is its name unless it says another. */
  add(object: Fake): this {
    const { apiVersion, kind, metadata } = object;
    const base = apiVersion.includes('/')
      ? `/apis/${apiVersion}`
      : `/api/${apiVersion}`;
    const plural = KINDS[base].find(([k]) => k === kind)![1];
    const where = metadata.namespace ? `/namespaces/${metadata.namespace}` : '';
    this.objects.set(`${base}${where}/${plural}/${metadata.name}`, {
      ...object,
      metadata: { uid: metadata.name, generation: 1, ...metadata },
    });
    return this;
  }

  find(kind: string, name: string): Fake | undefined {
    return [...this.objects.values()].find(
      o => o.kind === kind && o.metadata.name === name,
    );
  }

  paths(method: string = 'GET'): string[] {
    return this.requests
      .filter(r => (r.method ?? 'GET') === method)
      .map(r => r.path);
  }

  async request<T>(request: KubernetesRequest): Promise<T> {
    this.requests.push(request);
    request.signal?.throwIfAborted();
    const own = await this.intercept(request);
    if (own !== undefined) return own as T;
    return structuredClone(this.#answer(request)) as T;
  }

  async download(): Promise<never> {
    throw new Error('not downloaded here');
  }

  async stream(request: KubernetesRequest): Promise<AsyncIterable<Buffer>> {
    this.requests.push(request);
    return this.log(request);
  }

  async close() {}

  #answer({ method = 'GET', path, query, body }: KubernetesRequest): unknown {
    if (path in KINDS) {
      return {
        resources: KINDS[path].flatMap(([kind, name, namespaced = true]) => [
          { kind, name, namespaced },
          { kind, name: `${name}/status`, namespaced },
        ]),
      };
    }
    const object = this.objects.get(path);
    if (object && method === 'GET') return object;
    if (object && method === 'DELETE') {
      if ((body as Fake).preconditions.uid !== object.metadata.uid) {
        throw new KubernetesError('conflict', {
          reason: 'conflict',
          status: 409,
        });
      }
      this.objects.delete(path);
      return { kind: 'Status' };
    }
    if (object && method === 'PATCH') {
      const patch = body as Fake;
      if (patch.metadata.uid !== object.metadata.uid) {
        throw new KubernetesError('immutable', {
          reason: 'invalid',
          status: 422,
        });
      }
      merge(object, patch);
      object.metadata.generation += 1;
      return object;
    }
    const base = Object.keys(KINDS).find(b => path.startsWith(`${b}/`));
    const plural = path.split('/').at(-1);
    if (!base || !KINDS[base].some(([, name]) => name === plural))
      throw notFound();
    const selector = String(query?.labelSelector ?? '')
      .split(',')
      .filter(Boolean)
      .map(part => part.split('='));
    return {
      metadata: { resourceVersion: '1' },
      items: [...this.objects.entries()]
        .filter(([key]) => key.startsWith(`${path}/`))
        .map(([, o]) => o)
        .filter(o => selector.every(([k, v]) => o.metadata.labels?.[k] === v))
        // As real lists do: items do not say what they are.
        .map(({ apiVersion: _v, kind: _k, ...item }) => item),
    };
  }
}

function merge(target: Fake, patch: Fake): void {
  for (const [key, value] of Object.entries(patch)) {
    if (value && typeof value === 'object' && !Array.isArray(value)) {
      target[key] = { ...target[key] };
      merge(target[key], value);
    } else target[key] = value;
  }
}
