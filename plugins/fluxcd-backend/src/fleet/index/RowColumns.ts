import { STATUS_RANK } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { StoredResource } from '../../database/StoredResource';
import { Dictionary } from './Dictionary';
import { grow } from './grow';
import { HashTable } from './HashTable';
import { type Bits, formatBits, formatUuid, parseBits } from './idBits';
import { messageTemplate } from './messageTemplate';
import type { TextStore } from './TextStore';
import { TimeColumn } from './TimeColumn';

/** What a row of the index answers: as it is stored, without what only the writer needs. */
export type IndexedResource = Omit<StoredResource, 'change_number'>;

/** Columns of which there are few combinations: kept as one. */
const STATE = [
  'version',
  'stalled',
  'retrying',
  'suspended',
  'ready',
  'reason',
] as const;
/** Columns that most rows have nothing in, and such that belong together: kept as one text each. */
const RARE = [
  'attempted_revision',
  'suspended_by',
  'suspended_reason',
  'suspended_at',
] as const;
const SOURCE = [
  'source_group',
  'source_kind',
  'source_namespace',
  'source_name',
] as const;
/** Lists that are kept as they were parsed, at most. */
const MAX_PARSED = 1_000;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** What belongs to one row, by its number, in typed arrays: nothing of it is an object. */
export class RowColumns {
  readonly #texts: TextStore;
  #ids = new Uint32Array(0);
  #uids = new Uint32Array(0);
  /** Numbers of texts. */
  name = new Uint32Array(0);
  revision = new Uint32Array(0);
  message = new Uint32Array(0);
  #facts = new Uint32Array(0);
  #url = new Uint32Array(0);
  kubernetesId = new Uint32Array(0);
  #source = new Uint32Array(0);
  #rare = new Uint32Array(0);
  #state = new Uint32Array(0);
  readonly #states = new Dictionary();
  readonly statusSince = new TimeColumn();
  readonly changedAt = new TimeColumn();
  readonly #lastReconciledAt = new TimeColumn();
  readonly #createdAt = new TimeColumn();
  readonly #updatedAt = new TimeColumn();
  readonly #table = new HashTable(row => this.#ids[row * 4]);
  readonly #free: number[] = [];
  readonly #parsed = new Map<string, unknown[]>();
  #count = 0;

  constructor(texts: TextStore) {
    this.#texts = texts;
  }

  /** Numbers of rows are less than this. */
  get count(): number {
    return this.#count;
  }

  /** -1 when there is none. @throws TypeError when it is no id of a resource. */
  find(id: string): number {
    const bits = parseBits(id);
    return this.#table.find(bits[0], row => this.#hasId(row, bits));
  }

  /** A new row that holds nothing but its id. */
  add(id: string): number {
    const bits = parseBits(id);
    const row = this.#free.pop() ?? this.#count++;
    this.#grow(this.#count);
    this.#ids.set(bits, row * 4);
    this.#table.add(bits[0], row);
    return row;
  }

  remove(row: number): void {
    for (const column of this.#textColumns()) {
      this.#texts.release(column[row]);
      column[row] = 0;
    }
    this.#states.release(this.#state[row]);
    this.#table.remove(this.#ids[row * 4], row);
    this.#free.push(row);
  }

  /** Takes over everything but what the row's group holds. The old texts are let go. */
  write(row: number, resource: IndexedResource): void {
    const texts = this.#texts;
    const old = this.#textColumns().map(column => column[row]);
    // Every row has a name: without one it is a new row.
    const oldName = this.name[row];
    const hasUuid = UUID.test(resource.uid);
    const acquire = (text: string | null) =>
      text === null ? 0 : texts.acquire(text);
    this.name[row] = acquire(resource.name);
    this.revision[row] = acquire(resource.revision);
    this.message[row] = acquire(
      resource.message === null
        ? null
        : messageTemplate.shorten(resource.message, resource),
    );
    this.#facts[row] = acquire(resource.facts);
    this.#url[row] = acquire(resource.url);
    this.kubernetesId[row] = acquire(resource.kubernetes_id);
    this.#source[row] = acquire(listed(resource, SOURCE));
    const uid = hasUuid ? undefined : resource.uid;
    this.#rare[row] = acquire(listed(resource, RARE, uid));
    const state = this.#states.acquire(listed(resource, STATE) ?? '[]');
    if (oldName !== 0) this.#states.release(this.#state[row]);
    this.#state[row] = state;
    if (hasUuid) {
      this.#uids.set(parseBits(resource.uid.replaceAll('-', '')), row * 4);
    }
    this.statusSince.write(row, resource.status_since);
    this.changedAt.write(row, resource.changed_at ?? null);
    this.#lastReconciledAt.write(row, resource.last_reconciled_at);
    this.#createdAt.write(row, resource.created_at);
    this.#updatedAt.write(row, resource.updated_at);
    for (const id of old) texts.release(id);
  }

  read(
    row: number,
    group: Pick<
      IndexedResource,
      'cluster_id' | 'api_group' | 'kind' | 'namespace' | 'status'
    >,
  ): IndexedResource {
    const text = (id: number) => (id === 0 ? null : this.#texts.read(id));
    const state = this.#parse(this.#states.value(this.#state[row]));
    const rare = this.#parse(text(this.#rare[row]));
    const source = this.#parse(text(this.#source[row]));
    return {
      id: formatBits(this.#ids, row),
      ...group,
      status_rank: STATUS_RANK[group.status],
      version: state[0],
      name: this.#texts.read(this.name[row]),
      uid: rare[RARE.length] ?? formatUuid(this.#uids, row),
      stalled: state[1],
      retrying: state[2],
      suspended: state[3],
      ready: state[4],
      reason: state[5],
      message: this.messageOf(row),
      revision: text(this.revision[row]),
      attempted_revision: rare[0] ?? null,
      source_group: source[0] ?? null,
      source_kind: source[1] ?? null,
      source_namespace: source[2] ?? null,
      source_name: source[3] ?? null,
      url: text(this.#url[row]),
      facts: text(this.#facts[row]),
      kubernetes_id: text(this.kubernetesId[row]),
      suspended_by: rare[1] ?? null,
      suspended_reason: rare[2] ?? null,
      suspended_at: rare[3] ?? null,
      status_since: this.statusSince.read(row),
      changed_at: this.changedAt.read(row),
      last_reconciled_at: this.#lastReconciledAt.read(row),
      created_at: this.#createdAt.read(row) ?? '',
      updated_at: this.#updatedAt.read(row) ?? '',
    };
  }

  /** The whole message: the column has its template. */
  messageOf(row: number): string | null {
    if (this.message[row] === 0) return null;
    const revision = this.revision[row];
    return messageTemplate.expand(this.#texts.read(this.message[row]), {
      name: this.#texts.read(this.name[row]),
      revision: revision === 0 ? null : this.#texts.read(revision),
    });
  }

  /** By name and then by id: 0 for the same row only. */
  compareNames(a: number, b: number): number {
    return (
      this.#texts.compare(this.name[a], this.name[b]) || this.compareIds(a, b)
    );
  }

  compareIds(a: number, b: number): number {
    for (let i = 0; i < 4; i += 1) {
      const difference = this.#ids[a * 4 + i] - this.#ids[b * 4 + i];
      if (difference !== 0) return difference;
    }
    return 0;
  }

  id(row: number): string {
    return formatBits(this.#ids, row);
  }

  get bytes(): number {
    const columns = [
      this.#ids,
      this.#uids,
      this.#state,
      ...this.#textColumns(),
    ];
    return (
      columns.reduce((sum, column) => sum + column.byteLength, 0) +
      this.#times().reduce((sum, times) => sum + times.bytes, 0) +
      this.#table.bytes
    );
  }

  /** Few lists are read over and over. */
  #parse(json: string | null) {
    if (json === null) return [];
    let list = this.#parsed.get(json);
    if (!list) {
      if (this.#parsed.size >= MAX_PARSED) this.#parsed.clear();
      list = JSON.parse(json) as unknown[];
      this.#parsed.set(json, list);
    }
    return list as never[];
  }

  #hasId(row: number, bits: Bits): boolean {
    return bits.every((part, i) => this.#ids[row * 4 + i] === part);
  }

  #textColumns(): Uint32Array[] {
    return [
      this.name,
      this.revision,
      this.message,
      this.#facts,
      this.#url,
      this.kubernetesId,
      this.#source,
      this.#rare,
    ];
  }

  #times(): TimeColumn[] {
    return [
      this.statusSince,
      this.changedAt,
      this.#lastReconciledAt,
      this.#createdAt,
      this.#updatedAt,
    ];
  }

  #grow(length: number): void {
    this.#ids = grow(this.#ids, length * 4);
    this.#uids = grow(this.#uids, length * 4);
    this.name = grow(this.name, length);
    this.revision = grow(this.revision, length);
    this.message = grow(this.message, length);
    this.#facts = grow(this.#facts, length);
    this.#url = grow(this.#url, length);
    this.kubernetesId = grow(this.kubernetesId, length);
    this.#source = grow(this.#source, length);
    this.#rare = grow(this.#rare, length);
    this.#state = grow(this.#state, length);
    for (const times of this.#times()) times.grow(length);
  }
}

/** The columns as a JSON list; `null` when there is nothing in any of them. */
function listed(
  resource: IndexedResource,
  keys: ReadonlyArray<keyof IndexedResource>,
  more?: string,
): string | null {
  const values = keys.map(key => {
    const value = resource[key] ?? null;
    // Databases without booleans answer 0 and 1.
    return typeof value === 'number' ? value === 1 : value;
  });
  if (more !== undefined) values.push(more);
  return values.some(value => value !== null) ? JSON.stringify(values) : null;
}
