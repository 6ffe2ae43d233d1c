import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { classifyDatabaseError } from '../database/classifyDatabaseError';
import { nameOf } from '../database/nameOf';
import type { ResourceRow } from '../database/ResourceRow';
import type { Clock } from '../kubernetes/Clock';
import { pause } from '../kubernetes/pause';
import type { Pages } from '../kubernetes/ReflectorStore';
import type { Changes } from './Changes';
import { commitChanges } from './commitChanges';
import type { CommittedChange } from './CommittedChange';
import type { KindKey } from './KindKey';
import { LeaseLostError } from './LeaseLostError';
import { ListTurns } from './ListTurns';
import { ResourceStream } from './ResourceStream';
import { splitChanges } from './splitChanges';

/** How long changes are collected. Short enough that a deletion is gone from lists within a second. */
const COLLECT_MS = 200;
/** Rows per transaction. */
const BATCH_SIZE = 500;
const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = 10_000;

/** What one stream handed over, and before which of its lists. */
interface Part {
  stream: ResourceStream;
  generation: number;
  changes: Changes;
}

function isCurrent({ stream, generation }: Part): boolean {
  return !stream.closed && stream.generation === generation;
}

/**
 * Writes what the reflectors see. One transaction at a time for the whole process: several would only wait for each
 * other's locks, and SQLite has one connection anyway.
 */
export class ResourceWriter {
  readonly #knex: Knex;
  readonly #logger: LoggerService;
  readonly #clock: Clock;
  readonly #onChange: (change: CommittedChange) => void;
  readonly #onLeaseLost: (clusterId: string, fence: number) => void;
  /** Those that are not closed. */
  readonly #streams = new Set<ResourceStream>();
  readonly #dirty = new Set<ResourceStream>();
  readonly #turns: ListTurns;
  readonly #stopped = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #cancelTimer: (() => void) | undefined;
  #flushing = false;

  constructor(options: {
    knex: Knex;
    logger: LoggerService;
    clock: Clock;
    /** Called after a commit, once per cluster of which it changed what a reader sees. */
    onChange: (change: CommittedChange) => void;
    /** Called once per lease that another replica took over; nothing is written under it any more. */
    onLeaseLost: (clusterId: string, fence: number) => void;
  }) {
    this.#knex = options.knex;
    this.#logger = options.logger;
    this.#clock = options.clock;
    this.#turns = new ListTurns({ clock: options.clock });
    this.#onChange = options.onChange;
    this.#onLeaseLost = options.onLeaseLost;
  }

  open(key: KindKey): ResourceStream {
    const stream: ResourceStream = new ResourceStream({
      key,
      onPending: () => this.#schedule(stream),
      write: (pages, signal) => this.#replace(stream, pages, signal),
      onClose: () => this.#streams.delete(stream),
    });
    this.#streams.add(stream);
    return stream;
  }

  /** Writes what waits, if the database takes it at once, and nothing more afterwards. */
  async stop(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const rest = this.#takeAll();
    const last = rest.length
      ? this.#write(rest, this.#stopped.signal)
      : undefined;
    this.#stopped.abort();
    await last;
    await this.#queue;
  }

  #schedule(stream: ResourceStream): void {
    this.#dirty.add(stream);
    if (this.#flushing || this.#stopped.signal.aborted) return;
    if (stream.size >= BATCH_SIZE) {
      this.#cancelTimer?.();
      this.#flushSoon(0);
    } else if (!this.#cancelTimer) {
      this.#flushSoon(COLLECT_MS);
    }
  }

  /**
   * Makes the rows of a kind equal to a list, page by page as they come. The first transaction forgets the version that
   * the rows stood at, and only the last one, after the last page, deletes what has vanished and takes over the version
   * of the list: whoever dies in between lists again. To continue at the old version would be wrong. Where it was given
   * up because the server does not know it (restored from a backup), the server may have passed it meanwhile, and what
   * happened before, deletions too, would never be told. Elsewhere the events since then would end in the same rows,
   * but write things into the history anew on the way.
   */
  async #replace(
    stream: ResourceStream,
    pages: Pages<ResourceRow>,
    signal: AbortSignal,
  ): Promise<void> {
    const { key } = stream;
    const kept = new Set<string>();
    let resourceVersion = '';
    let begun = false;
    for await (const page of this.#turns.pages(pages, signal)) {
      const { generation } = stream;
      for (const { id } of page.items) kept.add(id);
      resourceVersion = page.resourceVersion;
      // A server need not heed the limit of a page.
      for (let start = 0; start < page.items.length; start += BATCH_SIZE) {
        const upserts = page.items.slice(start, start + BATCH_SIZE);
        const version = begun ? {} : { resourceVersion: '' };
        begun = true;
        const changes = { key, upserts, deletes: [], ...version };
        await this.#write([{ stream, generation, changes }], signal);
      }
    }
    if (stream.closed || signal.aborted) return;
    const stored = await this.#persist(
      () =>
        this.#knex('resources')
          .where({
            cluster_id: key.clusterId,
            api_group: key.group,
            kind: key.kind,
          })
          .select('id'),
      signal,
    );
    if (!stored) return;
    const { generation } = stream;
    const deletes = stored.map(row => row.id).filter(id => !kept.has(id));
    const changes = { key, upserts: [], deletes, resourceVersion };
    await this.#write([{ stream, generation, changes }], signal);
  }

  #flushSoon(ms: number): void {
    this.#cancelTimer = this.#clock.after(ms, () => {
      this.#cancelTimer = undefined;
      this.#flushing = true;
      this.#flush()
        .catch(error =>
          this.#logger.error(`Could not write resources: ${nameOf(error)}`),
        )
        .finally(() => {
          this.#flushing = false;
          if (this.#dirty.size && !this.#stopped.signal.aborted) {
            this.#flushSoon(COLLECT_MS);
          }
        });
    });
  }

  async #flush(): Promise<void> {
    let batch: Part[] = [];
    let rows = 0;
    const send = async () => {
      if (batch.length) await this.#write(batch, this.#stopped.signal);
      batch = [];
      rows = 0;
    };
    for (const part of this.#takeAll()) {
      for (const changes of splitChanges(part.changes, BATCH_SIZE)) {
        const size = changes.upserts.length + changes.deletes.length;
        if (rows + size > BATCH_SIZE) await send();
        batch.push({ ...part, changes });
        rows += size;
      }
    }
    await send();
  }

  #takeAll(): Part[] {
    const taken: Part[] = [];
    for (const stream of this.#dirty) {
      const changes = stream.take();
      if (changes) {
        taken.push({ stream, generation: stream.generation, changes });
      }
    }
    this.#dirty.clear();
    return taken;
  }

  /**
   * Commits all parts together. When the database refuses that, each alone, and of a part that it refuses each half,
   * down to the row that is to blame: one bad row must not hold up the others.
   */
  async #write(parts: Part[], signal: AbortSignal): Promise<void> {
    let current: Part[] = [];
    try {
      const committed = await this.#persist(() => {
        current = parts.filter(isCurrent);
        return commitChanges(
          this.#knex,
          current.map(part => part.changes),
          new Date(this.#clock.now()).toISOString(),
        );
      }, signal);
      if (!committed) return;
      for (const { stream, changes } of current) {
        if (changes.resourceVersion !== undefined) {
          stream.committed(changes.resourceVersion);
        }
      }
      for (const change of committed) this.#onChange(change);
    } catch (error) {
      if (error instanceof LeaseLostError) {
        this.#close(error);
        if (current.some(isCurrent)) await this.#write(current, signal);
      } else if (current.length > 1) {
        for (const part of current) await this.#write([part], signal);
      } else {
        await this.#isolate(current[0], error, signal);
      }
    }
  }

  /** Closes the streams of leases that are lost, and of clusters that were deleted under their watchers. */
  #close({ leases }: LeaseLostError): void {
    for (const { clusterId, fence, gone } of leases) {
      for (const stream of this.#streams) {
        const { key } = stream;
        if (key.clusterId === clusterId && key.fence === fence) stream.close();
      }
      if (!gone) this.#onLeaseLost(clusterId, fence);
    }
  }

  async #isolate(
    part: Part,
    error: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    const { changes } = part;
    const size = changes.upserts.length + changes.deletes.length;
    if (size > 1) {
      for (const half of splitChanges(changes, Math.ceil(size / 2))) {
        await this.#write([{ ...part, changes: half }], signal);
      }
      return;
    }
    const [row] = changes.upserts;
    if (!row) throw error;
    const { kind, clusterId } = changes.key;
    this.#logger.error(
      `The database refuses ${kind} ${row.namespace}/${
        row.name
      } of cluster ${clusterId} (${nameOf(error)}); its row is left as it was`,
    );
    await this.#write(
      [{ ...part, changes: { ...changes, upserts: [] } }],
      signal,
    );
  }

  /** Runs `work` when it is its turn, again and again until the database is well; `undefined` when stopped before. */
  async #persist<T>(
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    const turn = this.#queue.then(async () => {
      for (
        let delay = FIRST_RETRY_MS;
        ;
        delay = Math.min(delay * 2, MAX_RETRY_MS)
      ) {
        try {
          return await work();
        } catch (error) {
          if (
            error instanceof LeaseLostError ||
            classifyDatabaseError(error) !== 'transient'
          ) {
            throw error;
          }
          if (signal.aborted || this.#stopped.signal.aborted) return undefined;
          this.#logger.warn(
            `Could not write resources, will try again: ${nameOf(error)}`,
          );
          await pause(
            this.#clock,
            delay * (1 + this.#clock.random()),
            AbortSignal.any([signal, this.#stopped.signal]),
          );
        }
      }
    });
    this.#queue = turn.catch(() => {});
    return turn;
  }
}
