import {
  FLUX_KINDS,
  type FluxKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { KubernetesClient } from './KubernetesClient';
import { KubernetesError } from './KubernetesError';

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

/** What a cluster says of one Flux kind. */
export interface DiscoveredKind {
  kind: FluxKind;
  /** The version to read it in; absent when the cluster does not serve the kind. */
  version?: string;
  /** Every version in which it can be read, in the order of the server's preference. */
  served: string[];
}

interface Versions {
  /** In the order of the server's preference: per version, the plurals that can be listed and watched. */
  versions: Array<{ version: string; plurals: Set<string> }>;
}

interface ResourceEntry {
  /** In an APIResourceList. */
  name?: string;
  /** In an APIGroupDiscoveryList. */
  resource?: string;
  verbs?: string[];
}

interface AggregatedList {
  kind: 'APIGroupDiscoveryList';
  items?: Array<{
    metadata?: { name?: string };
    versions?: Array<{
      version?: string;
      resources?: ResourceEntry[];
      freshness?: string;
    }>;
  }>;
}

interface PlainList {
  kind: 'APIGroupList';
  groups?: Array<{
    name?: string;
    versions?: Array<{ version?: string }>;
    preferredVersion?: { version?: string };
  }>;
}

const FLUX_GROUPS = new Set(FLUX_KINDS.map(kind => kind.group));

function readablePlurals(entries: ResourceEntry[] | undefined): Set<string> {
  const readable = (entries ?? []).filter(
    entry => entry.verbs?.includes('list') && entry.verbs.includes('watch'),
  );
  return new Set(readable.map(entry => entry.resource ?? entry.name ?? ''));
}

function readAggregated(
  list: AggregatedList,
): Map<string, Versions | undefined> {
  const groups = new Map<string, Versions | undefined>();
  for (const { metadata, versions = [] } of list.items ?? []) {
    if (!metadata?.name || !FLUX_GROUPS.has(metadata.name)) continue;
    // A stale group is one that the server could not ask: it says nothing about what is gone.
    const stale = versions.some(v => v.freshness === 'Stale');
    groups.set(
      metadata.name,
      stale
        ? undefined
        : {
            versions: versions.map(v => ({
              version: v.version ?? '',
              plurals: readablePlurals(v.resources),
            })),
          },
    );
  }
  return groups;
}

/** Servers before 1.30 and proxies that drop media types: one request more per group and version. */
async function readPlain(
  list: PlainList,
  get: <T>(path: string) => Promise<T>,
): Promise<Map<string, Versions | undefined>> {
  const groups = new Map<string, Versions | undefined>();
  for (const group of list.groups ?? []) {
    if (!group.name || !FLUX_GROUPS.has(group.name)) continue;
    const names = (group.versions ?? []).map(v => v.version ?? '');
    const preferred = group.preferredVersion?.version;
    names.sort((a, b) => Number(b === preferred) - Number(a === preferred));
    try {
      const versions: Versions['versions'] = [];
      for (const version of names) {
        const { resources } = await get<{ resources?: ResourceEntry[] }>(
          `/apis/${group.name}/${version}`,
        );
        versions.push({ version, plurals: readablePlurals(resources) });
      }
      groups.set(group.name, { versions });
    } catch (error) {
      if (!(error instanceof KubernetesError) || error.status === undefined) {
        throw error;
      }
      groups.set(group.name, undefined);
    }
  }
  return groups;
}

/**
 * Asks a cluster which Flux kinds it serves, and in which version it prefers each. A kind of which the server can say
 * nothing at the moment is missing from the answer; trouble with other API groups does not matter.
 */
export async function discoverKinds(options: {
  call: <R>(work: (client: KubernetesClient) => Promise<R>) => Promise<R>;
  signal: AbortSignal;
}): Promise<DiscoveredKind[]> {
  const { call, signal } = options;
  const list: AggregatedList | PlainList = await call(client =>
    client.request({ path: '/apis', accept: AGGREGATED, signal }),
  );
  let groups: Map<string, Versions | undefined>;
  if (list?.kind === 'APIGroupDiscoveryList') {
    groups = readAggregated(list);
  } else if (list?.kind === 'APIGroupList') {
    groups = await readPlain(list, path =>
      call(client => client.request({ path, signal })),
    );
  } else {
    throw new KubernetesError('The server does not answer like Kubernetes', {
      reason: 'not-kubernetes',
    });
  }
  return FLUX_KINDS.filter(
    kind => !groups.has(kind.group) || groups.get(kind.group),
  ).map(kind => {
    const served = (groups.get(kind.group)?.versions ?? [])
      .filter(v => v.plurals.has(kind.plural))
      .map(v => v.version);
    return { kind, version: served.at(0), served };
  });
}
