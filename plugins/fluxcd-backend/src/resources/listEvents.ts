import type {
  ObjectReference,
  ResourceEvent,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { z } from 'zod';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { scrub } from '../security/scrub';

const TIMEOUT_MS = 5_000;
/** Events live about an hour; more than this is noise. */
const LIMIT = 200;

/** core/v1 Event, the part that is read; what is not of its type is taken for absent. */
const text = z.string().min(1).optional().catch(undefined);
const count = z.number().int().optional().catch(undefined);
const eventSchema = z.object({
  metadata: z
    .object({
      creationTimestamp: text,
      annotations: z.record(z.string(), z.unknown()).optional().catch({}),
    })
    .catch({}),
  involvedObject: z.object({ apiVersion: text }).catch({}),
  type: text,
  reason: text,
  message: text,
  count,
  series: z.object({ count, lastObservedTime: text }).catch({}),
  firstTimestamp: text,
  lastTimestamp: text,
  eventTime: text,
  reportingComponent: text,
  source: z.object({ component: text }).catch({}),
});
type CoreEvent = z.infer<typeof eventSchema>;

function toEvent(event: CoreEvent, group: string): ResourceEvent {
  const { metadata, series } = event;
  const single = event.eventTime ?? metadata.creationTimestamp;
  return {
    type: event.type ?? 'Normal',
    reason: event.reason ?? '',
    message: scrub(event.message ?? ''),
    count: series.count ?? event.count ?? 1,
    firstAt: event.firstTimestamp ?? single,
    lastAt: series.lastObservedTime ?? event.lastTimestamp ?? single,
    reporter: event.reportingComponent ?? event.source.component,
    revision: text.parse(metadata.annotations?.[`${group}/revision`]),
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
  const list = await client.request<{ items?: unknown } | null>({
    // The namespace comes from the resource's row, which came from the API server.
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
    query: {
      fieldSelector: `involvedObject.kind=${kind},involvedObject.name=${name}`,
      limit: 500,
    },
    timeoutMs: TIMEOUT_MS,
  });
  if (!Array.isArray(list?.items)) {
    throw new KubernetesError('The answer is not a list of events.', {
      reason: 'not-kubernetes',
    });
  }
  return list.items
    .map(item => eventSchema.parse(item ?? {}))
    .filter(e => e.involvedObject.apiVersion?.startsWith(`${group}/`))
    .map(e => toEvent(e, group))
    .sort((a, b) => (b.lastAt ?? '').localeCompare(a.lastAt ?? ''))
    .slice(0, LIMIT);
}
