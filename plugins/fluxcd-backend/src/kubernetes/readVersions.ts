import type { KubernetesClient } from './KubernetesClient';
import { KubernetesError } from './KubernetesError';

/** Longest version that is kept, in characters. */
const MAX_LENGTH = 64;

interface DeploymentList {
  items?: Array<{ metadata?: { labels?: Record<string, unknown> } }>;
}

function asVersion(value: unknown): string | undefined {
  return typeof value === 'string' && value && value.length <= MAX_LENGTH
    ? value
    : undefined;
}

/** The answer, or nothing where the server has no such thing or does not show it to us. */
async function optional<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    const known = error instanceof KubernetesError;
    if (known && error.status === 403) return undefined;
    if (known && error.status === 404) return undefined;
    throw error;
  }
}

/**
 * Versions of Kubernetes and of the Flux distribution, as far as the credential may see them. That of Flux is the label
 * that `flux install`, bootstrap and flux-operator put on the controllers' Deployments.
 */
export async function readVersions(options: {
  call: <R>(work: (client: KubernetesClient) => Promise<R>) => Promise<R>;
  signal: AbortSignal;
}): Promise<{ kubernetesVersion?: string; fluxVersion?: string }> {
  const { call, signal } = options;
  const version = await optional(
    call(client =>
      client.request<{ gitVersion?: unknown }>({ path: '/version', signal }),
    ),
  );
  const deployments = await optional(
    call(client =>
      client.request<DeploymentList>({
        path: '/apis/apps/v1/deployments',
        query: { labelSelector: 'app.kubernetes.io/part-of=flux', limit: 50 },
        signal,
      }),
    ),
  );
  const flux = (deployments?.items ?? [])
    .map(item =>
      asVersion(item?.metadata?.labels?.['app.kubernetes.io/version']),
    )
    .filter(v => v !== undefined);
  return {
    kubernetesVersion: asVersion(version?.gitVersion),
    // During an upgrade there are two for a minute; numeric order, so that 2.10 comes after 2.9.
    fluxVersion: flux
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .at(-1),
  };
}
