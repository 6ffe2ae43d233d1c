import {
  computeStatus,
  ENTITY_ANNOTATIONS,
  type FluxKind,
  type FluxObject,
  readLastReconciledAt,
  readRevision,
  readRowFacts,
  readRuns,
  readSource,
  readSuspension,
  readUrl,
  STATUS_RANK,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { cleanText } from '../database/cleanText';
import type { ResourceRow } from '../database/ResourceRow';
import { resourceId } from '../database/resourceId';
import { projectRuns } from '../history/projectRuns';
import { scrub } from '../security/scrub';
import { digestManaged } from '../managed/digestManaged';
import { projectManaged } from './projectManaged';
import { rowDigest } from './rowDigest';

/** Longest message that is stored. Bytes of UTF-8, so that it fits a TEXT of MariaDB by far. */
const MAX_MESSAGE_BYTES = 4096;
const MAX_URL_LENGTH = 2048;
const MAX_FACT_LENGTH = 200;
/** For objects without a readable creation time. */
const UNKNOWN_TIME = '1970-01-01T00:00:00.000Z';

function toMessage(message: string | undefined): string | null {
  if (!message) return null;
  const text = cleanText(scrub(message), MAX_MESSAGE_BYTES) ?? '';
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_MESSAGE_BYTES) return text;
  const cut = bytes.subarray(0, MAX_MESSAGE_BYTES - 3).toString('utf8');
  // The cut may have split a character, which then reads as replacement characters.
  return `${cut.replace(/\uFFFD+$/, '')}…`;
}

function toTime(value: unknown): string | undefined {
  // The cluster may send anything, also what cannot be made a text.
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(time)) return undefined;
  const text = new Date(time).toISOString();
  return text.length === 24 ? text : undefined;
}

/** The facts of a row as JSON, storable; `null` when there are none. The same facts make the same text. */
function toFacts(facts: Record<string, string>): string | null {
  const entries = Object.entries(facts).map(([name, value]) => [
    name,
    cleanText(value, MAX_FACT_LENGTH),
  ]);
  return entries.length ? JSON.stringify(Object.fromEntries(entries)) : null;
}

/** An object and where it was found. */
interface Found {
  clusterId: string;
  kind: FluxKind;
  version: string;
  object: FluxObject;
}

/** The columns that are read off an object, without what must be hashed. */
function projectColumns({ clusterId, kind, version, object }: Found) {
  const { metadata } = object;
  const computed = computeStatus(object);
  const { revision, attemptedRevision } = readRevision(object);
  const source = readSource(object);
  const suspension = readSuspension(object);
  return {
    cluster_id: clusterId,
    api_group: kind.group,
    version: cleanText(version, 32) ?? '',
    kind: kind.kind,
    namespace: cleanText(namespaceOf(object), 63) ?? '',
    name: cleanText(metadata.name, 253) ?? '',
    uid: cleanText(metadata.uid, 64) ?? '',
    resource_version: cleanText(metadata.resourceVersion, 64) ?? '',
    status: computed.status,
    status_rank: STATUS_RANK[computed.status],
    stalled: computed.stalled,
    retrying: computed.retrying,
    suspended: computed.suspended,
    ready: computed.ready ?? null,
    reason: cleanText(computed.reason, 255),
    message: toMessage(computed.message),
    revision: cleanText(revision, 512),
    attempted_revision: cleanText(attemptedRevision, 512),
    source_group: cleanText(source?.group, 128),
    source_kind: cleanText(source?.kind, 63),
    source_namespace: cleanText(source?.namespace, 63),
    source_name: cleanText(source?.name, 253),
    url: cleanText(readUrl(object), MAX_URL_LENGTH),
    facts: toFacts(readRowFacts(object)),
    // A label value has at most 63 characters.
    kubernetes_id: cleanText(
      metadata.labels?.[ENTITY_ANNOTATIONS.kubernetesId],
      63,
    ),
    suspended_by: cleanText(suspension?.by, 255),
    suspended_reason: cleanText(
      suspension?.reason && scrub(suspension.reason),
      512,
    ),
    suspended_at: toTime(suspension?.at) ?? null,
    status_since: computed.statusSince ?? null,
    last_reconciled_at: readLastReconciledAt(object) ?? null,
    created_at: toTime(metadata.creationTimestamp) ?? UNKNOWN_TIME,
  };
}

function namespaceOf({ metadata }: FluxObject): string {
  return typeof metadata.namespace === 'string' ? metadata.namespace : '';
}

function digestColumns(
  columns: ReturnType<typeof projectColumns>,
  object: FluxObject,
): string {
  const handled = object.status?.lastHandledReconcileAt;
  return rowDigest(columns, {
    handledRequest: typeof handled === 'string' ? handled : undefined,
    runs: readRuns(object).map(run =>
      JSON.stringify([run.identity, run.outcome]),
    ),
  });
}

/** Lists of some servers leave apiVersion and kind out of the items. */
function complete({ object, kind, version }: Found): FluxObject {
  return {
    ...object,
    apiVersion: `${kind.group}/${version}`,
    kind: kind.kind,
  };
}

/**
 * The one door between a cluster and the database: builds the row from named fields, so that nothing else of the
 * object (values, annotations, managed fields, addresses of webhooks) can get there.
 */
export function projectResource(
  found: Found & {
    /** What the object applied, when that is known already; otherwise it is read off the inventory. */
    managed?: string;
  },
): ResourceRow {
  const { clusterId, kind } = found;
  const object = complete(found);
  const managed = found.managed ?? projectManaged(object);
  const columns = projectColumns({ ...found, object });
  const id = resourceId({
    clusterId,
    group: kind.group,
    kind: kind.kind,
    namespace: namespaceOf(object),
    name: object.metadata.name,
  });
  return {
    id,
    ...columns,
    row_digest: digestColumns(columns, object),
    managed,
    inventory_digest: digestManaged(managed),
    ...projectRuns({ resourceId: id, uid: columns.uid, object }),
  };
}

/** What `projectResource` would say of status and digest, at a fraction of its cost. */
export function digestResource(
  found: Found,
): Pick<ResourceRow, 'status'> & { row_digest: string } {
  const object = complete(found);
  const columns = projectColumns({ ...found, object });
  return {
    status: columns.status,
    row_digest: digestColumns(columns, object),
  };
}
