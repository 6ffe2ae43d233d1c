import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';

/** How a cluster serves a kind. */
export interface ApiResource {
  plural: string;
  namespaced: boolean;
}

/** Definitions come and go rarely; a tree is read every few seconds. */
const KEEP_MS = 60_000;
const PLURAL = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

type Kinds = ReadonlyMap<string, ApiResource>;
/** A client lives as long as the credential it was made of, so what one saw is not shown to another. */
const caches = new WeakMap<
  KubernetesClient,
  Map<string, { kinds: Promise<Kinds>; until: number }>
>();

async function readKinds(
  client: KubernetesClient,
  path: string,
): Promise<Kinds> {
  const list = await client.request<{ resources?: unknown }>({
    path,
    timeoutMs: 5_000,
  });
  if (!Array.isArray(list?.resources)) {
    throw new KubernetesError('The answer is not a list of resources.', {
      reason: 'not-kubernetes',
    });
  }
  const kinds = new Map<string, ApiResource>();
  for (const { name, kind, namespaced } of list.resources) {
    // A name with a slash is a subresource.
    if (typeof kind === 'string' && PLURAL.test(name) && !kinds.has(kind)) {
      kinds.set(kind, { plural: name, namespaced: namespaced === true });
    }
  }
  return kinds;
}

/** How the cluster serves a kind in a version; undefined when it does not. Failures are KubernetesError. */
export async function findApiResource(
  client: KubernetesClient,
  options: { group: string; version: string; kind: string },
): Promise<ApiResource | undefined> {
  const { group, version, kind } = options;
  const path = group ? `/apis/${group}/${version}` : `/api/${version}`;
  const cache = caches.get(client) ?? new Map();
  caches.set(client, cache);
  let entry = cache.get(path);
  if (!entry || entry.until < Date.now()) {
    entry = { kinds: readKinds(client, path), until: Date.now() + KEEP_MS };
    cache.set(path, entry);
    const { kinds } = entry;
    kinds.catch(() => {
      if (cache.get(path)?.kinds === kinds) cache.delete(path);
    });
  }
  try {
    return (await entry.kinds).get(kind);
  } catch (error) {
    const gone = error instanceof KubernetesError && error.status === 404;
    if (gone) return undefined;
    throw error;
  }
}
