import type { SimCluster } from '@internal/kube-sim';
import { PooledKubernetesClient } from '../kubernetes/PooledKubernetesClient';
import { AddressGuard } from '../security/AddressGuard';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

/**
 * Plays Flux for the named objects of a simulated cluster that runs no controllers: answers each request to
 * reconcile as a controller does, in two patches, and on a suspended object moves nothing but the handled time.
 * `paths` are API paths of objects. Returns what ends it.
 */
export function playController(
  cluster: SimCluster,
  paths: string[],
): () => Promise<void> {
  const client = new PooledKubernetesClient({
    connection: {
      server: cluster.server,
      certificateAuthority: cluster.caPem,
      getToken: async () => cluster.tokens.admin,
      trustedAddress: true,
    },
    guard: AddressGuard.fromConfig({
      getOptionalStringArray: () => ['127.0.0.0/8'],
    } as any),
  });
  let stopped = false;

  const patchStatus = (path: string, status: object) =>
    client.request({
      method: 'PATCH',
      path: `${path}/status`,
      query: { fieldManager: 'played-controller' },
      contentType: 'application/merge-patch+json',
      body: { status },
    });
  const look = async (path: string) => {
    const { metadata, spec, status } = await client.request<any>({ path });
    const token = metadata.annotations?.[REQUESTED_AT];
    if (!token || token === status?.lastHandledReconcileAt) return;
    if (!spec.suspend) {
      const ready = {
        type: 'Ready',
        status: 'True',
        reason: 'Succeeded',
        message: 'Applied revision: main@sha1:feed',
        lastTransitionTime: new Date().toISOString(),
        observedGeneration: metadata.generation,
      };
      await patchStatus(path, { conditions: [ready] });
    }
    await patchStatus(path, {
      lastHandledReconcileAt: token,
      observedGeneration: metadata.generation,
    });
  };
  const run = (async () => {
    while (!stopped) {
      for (const path of paths) await look(path).catch(() => undefined);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    await client.close();
  })();
  return async () => {
    stopped = true;
    await run;
  };
}
