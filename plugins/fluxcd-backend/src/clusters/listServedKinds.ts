import { FLUX_KINDS } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';

/** A Flux kind that an API server serves. */
export interface ServedKind {
  group: string;
  kind: string;
  plural: string;
}

const VERSION = /^v[a-z0-9]{1,30}$/;

/** The Flux kinds that the API server serves at the version it prefers. */
export async function listServedKinds(
  client: KubernetesClient,
  timeoutMs: number,
): Promise<ServedKind[]> {
  const list = await client.request<{
    groups?: { name?: unknown; preferredVersion?: { version?: unknown } }[];
  }>({ path: '/apis', timeoutMs });
  if (!Array.isArray(list?.groups)) {
    throw new KubernetesError(
      'The server answers, but not as a Kubernetes API server does.',
      { reason: 'not-kubernetes' },
    );
  }
  const wanted = new Set(FLUX_KINDS.map(kind => kind.group));
  const served = new Set<string>();
  await Promise.all(
    list.groups.map(async ({ name, preferredVersion }) => {
      const version = preferredVersion?.version;
      if (
        typeof name !== 'string' ||
        !wanted.has(name) ||
        typeof version !== 'string' ||
        !VERSION.test(version)
      ) {
        return;
      }
      const { resources } = await client.request<{
        resources?: { name?: unknown }[];
      }>({ path: `/apis/${name}/${version}`, timeoutMs });
      resources?.forEach(resource => served.add(`${name}/${resource.name}`));
    }),
  );
  return FLUX_KINDS.filter(kind =>
    served.has(`${kind.group}/${kind.plural}`),
  ).map(({ group, kind, plural }) => ({ group, kind, plural }));
}
