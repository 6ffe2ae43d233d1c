import { hash } from 'node:crypto';
import type { FluxObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ResourceRow } from '../../database/ResourceRow';
import type { ListPage, WatchBatch } from '../../kubernetes/CollectionReader';
import type { KubernetesBody } from '../../kubernetes/KubernetesBody';
import { parseJson } from '../../kubernetes/parseJson';
import { readListPage } from '../../kubernetes/readListPage';
import { WatchParser } from '../../kubernetes/WatchParser';
import { isPassing } from '../isPassing';
import { digestResource, projectResource } from '../projectResource';
import { type CutJson, cutJson } from './cutJson';
import { hashKey } from './hashKey';
import type { IngestedCollection } from './Ingest';
import { type Bits, isSame, toBits } from './Bits';
import { SentTable } from './SentTable';

/** How long a status on the way to another one waits for the other one. */
const HOLD_MS = 2_000;

/** The part of an object that holds what it applied. */
interface Inventoried {
  status?: { inventory?: { entries?: unknown } };
}

/** How an object is known within its collection. */
interface Key {
  name: string;
  bits: Bits;
}

function keyOf(object: object): Key {
  const { namespace, name: own } = (object as FluxObject).metadata;
  const name = `${namespace}/${own}`;
  return { name, bits: hashKey(name) };
}

/** An event that is not handed out yet. */
interface Held {
  line: Buffer;
  /** By the clock of the caller, milliseconds. */
  due: number;
  /** Up to which everything before the event is handed out. */
  versionBefore: string;
}

/**
 * Makes rows of what an API server sends of one kind of one cluster, and leaves out what would change nothing of what
 * was handed out since the last list. Knows no thread and no time but the one that it is told.
 *
 * Every reconciliation that finds nothing to do takes an object from a settled status through a passing one and back
 * within a second or two. A change from settled to passing is therefore held for a moment; the next event of the object
 * takes its place, and when that one says what was sent before, nothing happened. What failed goes at once.
 *
 * Nothing that is held can be lost. The version that is handed out never passes an event that is held: it is the one
 * before the oldest of them. So a watch that ends or a process that dies resumes before that event, and the server
 * sends it again. A deletion is never held, and lets go what was held of its object.
 */
export class ResourceIngest {
  readonly #collection: IngestedCollection;
  readonly #sent = new SentTable();
  /** By namespace and name, the oldest first. */
  readonly #held = new Map<string, Held>();
  #parser = new WatchParser();
  /** Of the last event or bookmark. */
  #version: string | undefined;
  #cut: CutJson = { text: '', entries: [] };

  constructor(collection: IngestedCollection) {
    this.#collection = collection;
  }

  /** When `release` will have something to do, by the clock of the caller. */
  get due(): number | undefined {
    const [oldest] = this.#held.values();
    return oldest?.due;
  }

  beginList(): void {
    this.#sent.clear();
    this.#held.clear();
  }

  /** Fails with KubernetesError when the body is no page of a list. */
  readPage(body: KubernetesBody): ListPage<ResourceRow> {
    return readListPage(body, {
      parse: this.#parse,
      decode: object => {
        const inventory = this.#fingerprint(object);
        const row = this.#project(this.#restore(object));
        this.#remember(keyOf(object), row, inventory);
        return row;
      },
    });
  }

  /** What was held of the watch before is forgotten: this one begins before it. */
  beginWatch(resourceVersion: string | undefined): void {
    this.#held.clear();
    this.#version = resourceVersion;
    this.#parser = new WatchParser({ parse: this.#parse });
  }

  /** `now` in milliseconds. */
  push(chunk: Buffer, now: number): WatchBatch<ResourceRow> {
    const batch: WatchBatch<ResourceRow> = { events: 0, changes: [] };
    batch.end = this.#parser.push(chunk, (said, line) => {
      const versionBefore = this.#version;
      this.#version = said.resourceVersion;
      batch.events += 1;
      if (said.type === 'BOOKMARK') return;
      const key = keyOf(said.object);
      if (said.type === 'DELETED') {
        this.#held.delete(key.name);
        this.#sent.forget(key.bits);
        batch.changes.push({ item: this.#project(said.object), deleted: true });
        return;
      }
      const known = this.#sent.get(key.bits);
      const { status, row_digest } = this.#digest(said.object);
      const inventory = this.#fingerprint(said.object);
      const isNew =
        !known ||
        !isSame(known.digest, toBits(row_digest)) ||
        !isSame(known.inventory, inventory);
      const isHeld =
        isNew &&
        known?.passing === false &&
        isPassing(status) &&
        versionBefore !== undefined;
      if (isHeld) {
        const { due, versionBefore: version } = this.#held.get(key.name) ?? {
          due: now + HOLD_MS,
          versionBefore,
        };
        this.#held.set(key.name, { line, due, versionBefore: version });
        return;
      }
      this.#held.delete(key.name);
      if (isNew) this.#send(said.object, batch);
    });
    return this.#finish(batch);
  }

  /** What has been held long enough. */
  release(now: number): WatchBatch<ResourceRow> {
    const batch: WatchBatch<ResourceRow> = { events: 0, changes: [] };
    for (const [name, { line, due }] of this.#held) {
      if (due > now) break;
      this.#held.delete(name);
      const { object } = this.#parse(line) as { object: object };
      this.#send(object, batch);
    }
    return this.#finish(batch);
  }

  #finish(batch: WatchBatch<ResourceRow>): WatchBatch<ResourceRow> {
    const [oldest] = this.#held.values();
    batch.resourceVersion = oldest ? oldest.versionBefore : this.#version;
    return batch;
  }

  /** To be called while the object is of the bytes that were parsed last. */
  #send(object: object, batch: WatchBatch<ResourceRow>): void {
    const inventory = this.#fingerprint(object);
    const key = keyOf(object);
    const known = this.#sent.get(key.bits);
    const row = this.#project(this.#restore(object));
    if (known && isSame(known.inventory, inventory)) delete row.managed;
    this.#remember(key, row, inventory);
    batch.changes.push({ item: row, deleted: false });
  }

  #remember(key: Key, row: ResourceRow, inventory: Bits): void {
    this.#sent.set(key.bits, {
      digest: toBits(row.row_digest ?? ''),
      inventory,
      passing: isPassing(row.status),
    });
  }

  readonly #parse = (bytes: Buffer): unknown => {
    // The row of a ResourceSet counts the entries.
    const inventories = this.#collection.kind.kind !== 'ResourceSet';
    this.#cut = cutJson(bytes, { inventories });
    return JSON.parse(this.#cut.text);
  };

  /** The entries that were cut out of an object of the bytes that were parsed last. */
  #cutEntries(object: object): Buffer | undefined {
    const entries = (object as Inventoried).status?.inventory?.entries;
    const place = Array.isArray(entries) ? entries[0] : undefined;
    return typeof place === 'number' ? this.#cut.entries[place] : undefined;
  }

  /** The object with its inventory. */
  #restore(object: object): object {
    const entries = this.#cutEntries(object);
    if (entries) {
      (object as Inventoried).status!.inventory!.entries = parseJson(entries);
    }
    return object;
  }

  /** 64 bits of the inventory as it was sent; none has 0. */
  #fingerprint(object: object): Bits {
    const inventory = (object as Inventoried).status?.inventory;
    if (!inventory) return [0, 0];
    try {
      return toBits(
        hash('sha256', this.#cutEntries(object) ?? JSON.stringify(inventory)),
      );
    } catch {
      // Nested too deep to be written down: no inventory that Flux made.
      return [0, 0];
    }
  }

  #digest(object: object) {
    return this.#try(object, found => digestResource(found));
  }

  #project(object: object): ResourceRow {
    return this.#try(object, found => projectResource(found));
  }

  /** An object that nobody can read must not stop the others: what is left of it is that it exists. */
  #try<T>(
    object: object,
    work: (found: IngestedCollection & { object: FluxObject }) => T,
  ): T {
    try {
      return work({ ...this.#collection, object: object as FluxObject });
    } catch {
      const { name, namespace, uid, resourceVersion } = (object as FluxObject)
        .metadata;
      return work({
        ...this.#collection,
        object: {
          metadata: { name, namespace, uid, resourceVersion },
        } as FluxObject,
      });
    }
  }
}
