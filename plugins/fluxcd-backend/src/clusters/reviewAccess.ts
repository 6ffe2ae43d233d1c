import type {
  ConnectionTest,
  FluxKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';

/** Reviews at the same time, times three. */
const CONCURRENCY = 4;
const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** What the credential may do with each kind in all namespaces, as the API server itself says. */
export async function reviewAccess(
  client: KubernetesClient,
  kinds: readonly FluxKind[],
  timeoutMs: number,
): Promise<ConnectionTest['access']> {
  const pending = kinds.map((kind, index) => ({ kind, index }));
  const access = new Array<ConnectionTest['access'][number]>(kinds.length);
  const worker = async () => {
    for (let item = pending.shift(); item; item = pending.shift()) {
      const { kind, index } = item;
      const [list, watch, patch] = await Promise.all(
        ['list', 'watch', 'patch'].map(verb =>
          isAllowed(client, kind, verb, timeoutMs),
        ),
      );
      access[index] = {
        group: kind.group,
        kind: kind.kind,
        read: list && watch,
        reconcile: patch,
      };
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return access;
}

async function isAllowed(
  client: KubernetesClient,
  kind: FluxKind,
  verb: string,
  timeoutMs: number,
): Promise<boolean> {
  const review = await client.request<{ status?: { allowed?: unknown } }>({
    method: 'POST',
    path: PATH,
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: {
        resourceAttributes: { verb, group: kind.group, resource: kind.plural },
      },
    },
    timeoutMs,
  });
  return review?.status?.allowed === true;
}
