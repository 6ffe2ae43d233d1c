import type { FluxObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ResourceRow } from '../../database/ResourceRow';
import type { ListPage, WatchBatch } from '../../kubernetes/CollectionReader';
import type { KubernetesBody } from '../../kubernetes/KubernetesBody';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import { readListPage } from '../../kubernetes/readListPage';
import { readWatchLine } from '../../kubernetes/readWatchLine';
import type { WatchEnd } from '../../kubernetes/WatchEnd';
import { WatchParser } from '../../kubernetes/WatchParser';
import { digestManaged } from '../../managed/digestManaged';
import { isPassing } from '../isPassing';
import { digestResource, projectResource } from '../projectResource';
import { CutParser } from './CutParser';
import { hashKey } from './hashKey';
import type { IngestedCollection } from './Ingest';
import { type Bits, isSame, NOTHING, toBits } from './Bits';
import { type PeekedEvent, peekEvent } from './peekEvent';
import { SentTable } from './SentTable';

/** How long a status on the way to another one waits for the other one. */
const HOLD_MS = 2_000;

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
  readonly #objects: CutParser;
  readonly #sent = new SentTable();
  /** By namespace and name, the oldest first. */
  readonly #held = new Map<string, Held>();
  #parser = new WatchParser();
  /** Of the last event or bookmark. */
  #version: string | undefined;

  constructor(collection: IngestedCollection) {
    this.#collection = collection;
    // The row of a ResourceSet counts the entries.
    this.#objects = new CutParser({
      inventories: collection.kind.kind !== 'ResourceSet',
    });
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
    try {
      return readListPage(body, {
        parse: this.#objects.parse,
        decode: object => {
          const row = this.#project(object, this.#managed(object));
          this.#remember(keyOf(object), row, NOTHING);
          return row;
        },
      });
    } finally {
      this.#objects.forget();
    }
  }

  /** What was held of the watch before is forgotten: this one begins before it. */
  beginWatch(resourceVersion: string | undefined): void {
    this.#held.clear();
    this.#version = resourceVersion;
    this.#parser = new WatchParser({ parse: this.#objects.parse });
  }

  /** `now` in milliseconds. */
  push(chunk: Buffer, now: number): WatchBatch<ResourceRow> {
    const batch: WatchBatch<ResourceRow> = { events: 0, changes: [] };
    let peeked: PeekedEvent | undefined;
    return this.#finish(batch, () =>
      this.#parser.push(
        chunk,
        (said, line) => {
          if (said.type === 'DELETED') this.#delete(said.object, batch);
          else if (said.type !== 'BOOKMARK') {
            this.#judge(said.object, peeked?.fingerprint() ?? NOTHING, {
              hold: name => this.#hold(name, line, now),
              batch,
            });
          }
          batch.events += 1;
          this.#version = said.resourceVersion;
        },
        line => {
          peeked = peekEvent(line);
          if (!peeked || !this.#glance(peeked, line, now)) return false;
          batch.events += 1;
          this.#version = peeked.resourceVersion;
          return true;
        },
      ),
    );
  }

  /** What has been held long enough. */
  release(now: number): WatchBatch<ResourceRow> {
    const batch: WatchBatch<ResourceRow> = { events: 0, changes: [] };
    return this.#finish(batch, () => {
      for (const [name, { line, due }] of this.#held) {
        if (due > now) break;
        const said = readWatchLine(line, this.#objects.parse);
        if (said.type === 'END') return said.end;
        if (said.type !== 'BOOKMARK') {
          const managed = this.#objects.managed(said.object);
          this.#send(said.object, { managed, fingerprint: NOTHING, batch });
        }
        this.#held.delete(name);
      }
      return undefined;
    });
  }

  /** Deals with an event that need not be parsed: of an object at rest, if it changes nothing or is to be held. */
  #glance(event: PeekedEvent, line: Buffer, now: number): boolean {
    const known = this.#sent.get(hashKey(event.name));
    if (!known || known.passing) return false;
    if (event.passing) return this.#hold(event.name, line, now);
    if (!isSame(known.fingerprint, event.fingerprint())) return false;
    this.#held.delete(event.name);
    return true;
  }

  #delete(object: object, batch: WatchBatch<ResourceRow>): void {
    const key = keyOf(object);
    this.#held.delete(key.name);
    this.#sent.forget(key.bits);
    batch.changes.push({ item: this.#project(object), deleted: true });
  }

  /** To be called while the object is of the bytes that were parsed last. */
  #judge(
    object: object,
    fingerprint: Bits,
    options: {
      /** Answers whether the event can be held. */
      hold: (name: string) => boolean;
      batch: WatchBatch<ResourceRow>;
    },
  ): void {
    const key = keyOf(object);
    const known = this.#sent.get(key.bits);
    const { status, row_digest } = this.#try(object, digestResource);
    const digest = toBits(row_digest);
    const managed = this.#objects.managed(object);
    const inventory = toBits(digestManaged(managed));
    const isNew =
      !known ||
      !isSame(known.digest, digest) ||
      !isSame(known.inventory, inventory);
    const isFlap = isNew && known?.passing === false && isPassing(status);
    if (isFlap && options.hold(key.name)) return;
    this.#held.delete(key.name);
    if (!isNew) {
      this.#sent.set(key.bits, { ...known, fingerprint });
      return;
    }
    this.#send(object, { managed, fingerprint, batch: options.batch });
  }

  /**
   * Holds an event, if the version before it is known. The next one of the object takes its place, but neither its time
   * nor its version.
   */
  #hold(name: string, line: Buffer, now: number): boolean {
    const held = this.#held.get(name);
    const versionBefore = this.#version;
    if (held) held.line = line;
    else if (versionBefore === undefined) return false;
    else this.#held.set(name, { line, due: now + HOLD_MS, versionBefore });
    return true;
  }

  /** Completes a batch with how far it goes, and whether there is anything to trust behind it. */
  #finish(
    batch: WatchBatch<ResourceRow>,
    work: () => WatchEnd | undefined,
  ): WatchBatch<ResourceRow> {
    try {
      batch.end = work();
    } catch {
      // Of the entries of an inventory it is only known now that they are no JSON, say.
      batch.end = {
        type: 'malformed',
        message: 'The watch sent an object that cannot be read',
      };
    }
    this.#objects.forget();
    const [oldest] = this.#held.values();
    batch.resourceVersion = oldest ? oldest.versionBefore : this.#version;
    return batch;
  }

  #send(
    object: object,
    how: {
      /** What the object applied. */
      managed: string;
      /** Of the bytes that it came with. */
      fingerprint: Bits;
      batch: WatchBatch<ResourceRow>;
    },
  ): void {
    const key = keyOf(object);
    const known = this.#sent.get(key.bits);
    const row = this.#project(object, how.managed);
    this.#remember(key, row, how.fingerprint);
    if (known && isSame(known.inventory, toBits(row.inventory_digest))) {
      delete row.managed;
    }
    how.batch.changes.push({ item: row, deleted: false });
  }

  #remember(key: Key, row: ResourceRow, fingerprint: Bits): void {
    this.#sent.set(key.bits, {
      digest: toBits(row.row_digest),
      inventory: toBits(row.inventory_digest),
      fingerprint,
      passing: isPassing(row.status),
    });
  }

  #managed(object: object): string {
    try {
      return this.#objects.managed(object);
    } catch {
      throw new KubernetesError(
        'The API server listed an inventory that is no JSON',
        { reason: 'invalid' },
      );
    }
  }

  #project(object: object, managed?: string): ResourceRow {
    return this.#try(object, found => projectResource({ ...found, managed }));
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
