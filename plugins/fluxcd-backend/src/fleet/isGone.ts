import type { FluxKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { collectionPath } from '../kubernetes/collectionPath';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';

/** Whether the API server says of the path of a kind that there is none; any other trouble says nothing. */
export async function isGone(options: {
  call: <T>(work: (client: KubernetesClient) => Promise<T>) => Promise<T>;
  kind: FluxKind;
  version: string;
  signal: AbortSignal;
}): Promise<boolean> {
  const { call, kind, version, signal } = options;
  try {
    await call(client =>
      client.request({
        path: collectionPath(kind, version),
        query: { limit: 1 },
        signal,
      }),
    );
    return false;
  } catch (error) {
    return error instanceof KubernetesError && error.reason === 'not-found';
  }
}
