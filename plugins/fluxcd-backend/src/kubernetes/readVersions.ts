import type { KubernetesClient } from './KubernetesClient';
import { KubernetesError } from './KubernetesError';

/** Longest version that is kept, in characters. */
const MAX_LENGTH = 64;

/** `flux install`, bootstrap and flux-operator put it on everything that they install, with the version beside it. */
const PART_OF_FLUX = 'app.kubernetes.io/part-of=flux';
/** The controllers say what runs; where they may not be seen, or run elsewhere, the definitions say what was installed. */
const PLACES = [
  '/apis/apps/v1/deployments',
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
];
const METADATA_ONLY =
  'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';

interface LabelledList {
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

/** The newest version among labels; during an upgrade there are two for a minute. */
function readNewest(list: LabelledList | undefined): string | undefined {
  const versions = (list?.items ?? [])
    .map(item =>
      asVersion(item?.metadata?.labels?.['app.kubernetes.io/version']),
    )
    .filter(v => v !== undefined);
  // Numeric order, so that 2.10 comes after 2.9.
  return versions
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
}

/** Versions of Kubernetes and of the Flux distribution, as far as the credential may see them. */
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
  let fluxVersion: string | undefined;
  for (const path of PLACES) {
    const list = await optional(
      call(client =>
        client.request<LabelledList>({
          path,
          accept: METADATA_ONLY,
          query: { labelSelector: PART_OF_FLUX, limit: 50 },
          signal,
        }),
      ),
    );
    fluxVersion = readNewest(list);
    if (fluxVersion) break;
  }
  return { kubernetesVersion: asVersion(version?.gitVersion), fluxVersion };
}
