import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';

interface DeploymentList {
  items?: { metadata?: { labels?: Record<string, unknown> } }[];
}

/** Where `flux bootstrap` installs, for those who may not list Deployments everywhere. */
const PATHS = [
  '/apis/apps/v1/deployments',
  '/apis/apps/v1/namespaces/flux-system/deployments',
];
const VERSION = /^v?\d+\.\d+\.\d+[\w.+-]{0,48}$/;

/** The version of the Flux distribution, by the label that `flux install` sets on its controllers. */
export async function readFluxVersion(
  client: KubernetesClient,
  timeoutMs?: number,
): Promise<string | undefined> {
  for (const path of PATHS) {
    try {
      const list = await client.request<DeploymentList>({
        path,
        query: { labelSelector: 'app.kubernetes.io/part-of=flux', limit: 50 },
        timeoutMs,
      });
      const versions = (list?.items ?? [])
        .map(item => item.metadata?.labels?.['app.kubernetes.io/version'])
        .filter(version => typeof version === 'string')
        .filter(version => VERSION.test(version));
      return versions[0];
    } catch (error) {
      const expected =
        error instanceof KubernetesError &&
        (error.reason === 'forbidden' || error.reason === 'not-found');
      if (!expected) {
        throw error;
      }
    }
  }
  return undefined;
}
