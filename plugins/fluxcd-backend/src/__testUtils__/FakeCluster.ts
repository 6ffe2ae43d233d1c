import type { FluxObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type {
  KubernetesClient,
  KubernetesRequest,
} from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

/** A cluster in memory: what is asked to reconcile is ready at the next look. */
export class FakeCluster implements KubernetesClient {
  readonly objects = new Map<string, FluxObject>();
  /** The patches, in order. */
  readonly requests: KubernetesRequest[] = [];
  down: KubernetesError | undefined;
  /** Objects whose controller does nothing. */
  readonly silent = new Set<string>();
  /** Called with each object after it was patched, before its controller sees it. */
  onPatch: (object: FluxObject) => void = () => {};

  constructor(names: string[]) {
    for (const name of names) this.add({ name });
  }

  add(given: {
    name: string;
    apiVersion?: string;
    kind?: string;
    spec?: Record<string, unknown>;
  }): FluxObject {
    const { name, apiVersion, kind, spec = {} } = given;
    const object: FluxObject = {
      apiVersion: apiVersion ?? 'kustomize.toolkit.fluxcd.io/v1',
      kind: kind ?? 'Kustomization',
      metadata: {
        name,
        namespace: 'apps',
        uid: `uid-${name}`,
        resourceVersion: '1',
      },
      spec,
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    };
    this.objects.set(name, object);
    return object;
  }

  async request<T>(request: KubernetesRequest): Promise<T> {
    if (this.down) throw this.down;
    const object = this.objects.get(request.path.split('/').at(-1) ?? '');
    if (!object) throw failure('not-found', 404, 'NotFound');
    if (request.method !== 'PATCH') return structuredClone(object) as T;

    this.requests.push(request);
    const patch = JSON.parse(JSON.stringify(request.body));
    const { metadata } = object;
    if (patch.metadata.uid !== metadata.uid) throw failure('invalid', 422);
    const { resourceVersion = metadata.resourceVersion } = patch.metadata;
    if (resourceVersion !== metadata.resourceVersion) {
      throw failure('conflict', 409);
    }
    merge(object as any, patch);
    metadata.resourceVersion = String(Number(metadata.resourceVersion) + 1);
    this.onPatch(object);
    const answer = structuredClone(object) as T;
    if (!this.silent.has(metadata.name)) handle(object);
    return answer;
  }

  async download(): Promise<never> {
    throw new Error('not downloaded here');
  }

  async stream(): Promise<AsyncIterable<Buffer>> {
    throw new Error('not streamed here');
  }

  async close() {}
}

/** As the controllers do: a request is repeated in the status, and so is what came with the same token. */
function handle(object: FluxObject): void {
  const notes = object.metadata.annotations ?? {};
  const token = notes[REQUESTED_AT];
  const status = object.status!;
  if (!token || token === status.lastHandledReconcileAt) return;
  status.lastHandledReconcileAt = token;
  if (notes['reconcile.fluxcd.io/forceAt'] === token) {
    status.lastHandledForceAt = token;
  }
  if (notes['reconcile.fluxcd.io/resetAt'] === token) {
    status.lastHandledResetAt = token;
  }
}

/** JSON merge patch, RFC 7396. */
function merge(target: Record<string, any>, patch: Record<string, any>): void {
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete target[key];
    else if (typeof value !== 'object') target[key] = value;
    else merge((target[key] ??= {}), value);
  }
}

function failure(
  reason: KubernetesError['reason'],
  status: number,
  statusReason?: string,
): KubernetesError {
  return new KubernetesError('refused by the test', {
    reason,
    status,
    statusReason,
  });
}
