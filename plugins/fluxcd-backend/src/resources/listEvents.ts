import type {
  ObjectReference,
  ResourceEvent,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { scrub } from '../security/scrub';

const TIMEOUT_MS = 5_000;
/** Events live about an hour; more than this is noise. */
const LIMIT = 200;

/** core/v1 Event, the part that is read. */
interface CoreEvent {
  metadata?: {
    creationTimestamp?: string;
    annotations?: Record<string, string>;
  };
  involvedObject?: { apiVersion?: string };
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  series?: { count?: number; lastObservedTime?: string };
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  reportingComponent?: string;
  source?: { component?: string };
}

function toEvent(event: CoreEvent, group: string): ResourceEvent {
  const created = event.metadata?.creationTimestamp;
  const single = event.eventTime ?? created;
  return {
    type: event.type ?? 'Normal',
    reason: event.reason ?? '',
    message: scrub(event.message ?? ''),
    count: event.series?.count ?? event.count ?? 1,
    firstAt: event.firstTimestamp ?? single ?? undefined,
    lastAt:
      event.series?.lastObservedTime ??
      event.lastTimestamp ??
      single ??
      undefined,
    reporter: event.reportingComponent || event.source?.component,
    revision: event.metadata?.annotations?.[`${group}/revision`],
  };
}

/**
 * The Kubernetes Events about an object, newest first. By name, not by uid: what happened to its predecessor
 * explains why it was made anew.
 */
export async function listEvents(
  client: KubernetesClient,
  object: ObjectReference,
): Promise<ResourceEvent[]> {
  const { group, kind, namespace, name } = object;
  const { items = [] } = await client.request<{ items?: CoreEvent[] }>({
    // The namespace comes from the resource's row, which came from the API server.
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
    query: {
      fieldSelector: `involvedObject.kind=${kind},involvedObject.name=${name}`,
      limit: 500,
    },
    timeoutMs: TIMEOUT_MS,
  });
  return items
    .filter(e => e.involvedObject?.apiVersion?.startsWith(`${group}/`))
    .map(e => toEvent(e, group))
    .sort((a, b) => (b.lastAt ?? '').localeCompare(a.lastAt ?? ''))
    .slice(0, LIMIT);
}
