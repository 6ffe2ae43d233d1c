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
  readonly requests: KubernetesRequest[] = [];
  down: KubernetesError | undefined;
  /** Objects whose controller does nothing. */
  readonly silent = new Set<string>();

  constructor(names: string[]) {
    for (const name of names) {
      this.objects.set(name, {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name, namespace: 'apps', uid: `uid-${name}` },
        spec: {},
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      });
    }
  }

  async request<T>(request: KubernetesRequest): Promise<T> {
    if (this.down) throw this.down;
    const object = this.objects.get(request.path.split('/').at(-1) ?? '');
    if (!object) {
      throw new KubernetesError('no such object', {
        reason: 'not-found',
        status: 404,
        statusReason: 'NotFound',
      });
    }
    if (request.method === 'PATCH') {
      this.requests.push(request);
      const { annotations } = (request.body as any).metadata;
      object.metadata.annotations = annotations;
      if (!this.silent.has(object.metadata.name)) {
        object.status!.lastHandledReconcileAt = annotations[REQUESTED_AT];
      }
    }
    return structuredClone(object) as T;
  }

  async stream(): Promise<AsyncIterable<Buffer>> {
    throw new Error('not streamed here');
  }

  async close() {}
}
