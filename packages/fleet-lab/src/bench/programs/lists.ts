import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { STATUS_RANK } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { IndexedResource } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/index/RowColumns';
import { makeRow } from '../objects/makeRow';
import { Random } from '../objects/Random';
import { IndexList } from '../ours/IndexList';
import { answerCalls } from '../process/answerCalls';
import { LISTS } from '../yardsticks/LISTS';
import { FACETS, listSql } from '../yardsticks/listSql';
import { PostgresListing } from '../yardsticks/PostgresListing';
import { SqliteListing } from '../yardsticks/SqliteListing';
import { type ListAnswer, SqlList } from '../yardsticks/SqlList';

const SEED = 21;
const CHUNK = 5000;
/** Runs of each way of SQL before the better one is chosen. */
const WARM_UPS = 2;
/** How long each side is asked for a list before it is timed, as often as it is able to: servers are warm. Milliseconds. */
const WARMING_MS = 500;
/** As often as the fleet commits. Milliseconds. */
const FLUSH_MS = 200;
/** Between one answer and the next question. Milliseconds. */
const PAUSE_MS = 5;
/** What timers of Node are late when nothing else happens. Milliseconds. */
const TIMER_MS = 1;
/** Rows that change, again and again. */
const CHANGING = 20_000;

type Way = () => Promise<{ json: string; answer: () => ListAnswer }>;

const ours = new IndexList();
let postgres: PostgresListing;
let sqlite: SqliteListing;
let count = 0;

async function timed(way: Way): Promise<number> {
  const startedAt = performance.now();
  await way();
  return performance.now() - startedAt;
}

/** The faster of the two ways of SQL for this filter. */
async function better(list: SqlList): Promise<Way> {
  const ways: Way[] = [() => list.separate(), () => list.grouped()];
  const took = [Infinity, Infinity];
  for (let i = 0; i <= WARM_UPS; i++) {
    for (const [at, way] of ways.entries()) {
      took[at] = Math.min(took[at], await timed(way));
    }
  }
  return took[0] <= took[1] ? ways[0] : ways[1];
}

/** An absent value is a count of 0. */
function plain({ ids, total, facets }: ListAnswer): ListAnswer {
  const sorted = Object.fromEntries(
    FACETS.map(facet => [
      facet,
      Object.fromEntries(
        Object.entries(facets[facet])
          .filter(([, n]) => n > 0)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    ]),
  ) as ListAnswer['facets'];
  return { ids, total, facets: sorted };
}

/** Batches of changed rows, without end: made before they are asked for, as another thread would. */
function* someChanges(size: number): Generator<IndexedResource[], never> {
  const random = new Random(SEED + 1);
  const source = new Random(SEED);
  const batches: IndexedResource[][] = [];
  for (let at = 0; at < Math.min(CHANGING, count); at += size) {
    batches.push(
      Array.from({ length: size }, (_, i) => {
        const row = makeRow(source, at + i);
        const status = random.next() < 0.3 ? 'failed' : 'ready';
        const revision = `main@sha1:${random.hex(40)}`;
        const since = 1_800_000_000_000 + (at + i) * 1000;
        return {
          ...row,
          status,
          status_rank: STATUS_RANK[status],
          revision,
          message: `Applied revision: ${revision}`,
          status_since: new Date(since).toISOString(),
        };
      }),
    );
  }
  for (let i = 0; ; i++) yield batches[i % batches.length];
}

function makeChunk(random: Random, start: number): IndexedResource[] {
  return Array.from({ length: CHUNK }, (_, i) => makeRow(random, start + i));
}

answerCalls({
  async load(rows: number, url: string, file: string) {
    postgres = await PostgresListing.create(url);
    sqlite = new SqliteListing(file);
    const random = new Random(SEED);
    for (; count < rows; count += CHUNK) {
      const chunk = makeChunk(random, count);
      const stored = postgres.insert(chunk);
      ours.index.apply(chunk, []);
      sqlite.insert(chunk);
      await stored;
    }
    await postgres.finish();
    sqlite.finish();
  },

  /** Times of every side by list, taken in turns; fails when they do not answer the same. */
  async compare(name: string, rounds: number) {
    const filter = LISTS[name];
    const ways: Record<string, Way> = {
      ours: async () => ours.query(filter),
      postgres: await better(new SqlList(postgres.run, filter)),
      sqlite: await better(new SqlList(async sql => sqlite.run(sql), filter)),
    };
    const wanted = plain((await ways.ours()).answer());
    const took: Record<string, number[]> = {};
    for (const [who, way] of Object.entries(ways)) {
      const found = plain((await way()).answer());
      if (!isDeepStrictEqual(found, wanted)) {
        throw new Error(
          `${who} answers otherwise than ours for "${name}": ${JSON.stringify(
            found,
          ).slice(0, 2000)} and ${JSON.stringify(wanted).slice(0, 2000)}`,
        );
      }
      took[who] = [];
      const until = performance.now() + WARMING_MS;
      while (performance.now() < until) await way();
    }
    for (let i = 0; i < rounds; i++) {
      for (const [who, way] of Object.entries(ways)) {
        took[who].push(await timed(way));
      }
    }
    return { took, total: wanted.total };
  },

  /** Times of PostgreSQL with the indexes of performance.md alone. The covering ones are gone afterwards. */
  async withoutCovering(name: string, rounds: number) {
    await postgres.dropCovering();
    const way = await better(new SqlList(postgres.run, LISTS[name]));
    const took: number[] = [];
    for (let i = 0; i < rounds; i++) took.push(await timed(way));
    return took;
  },

  /**
   * Times of our list alone, asked every few milliseconds while so many rows per second get another status and revision, a
   * batch per flush, applied as the fleet applies it. Whoever asks meanwhile waits, and that counts.
   */
  async live(name: string, queries: number, perSecond: number) {
    const changes = someChanges(Math.max(1, (perSecond * FLUSH_MS) / 1000));
    changes.next();
    let applied = 0;
    const timer = setInterval(() => {
      if (!perSecond) return;
      const batch = changes.next().value;
      void ours.changes.apply(batch, []).then(() => {
        applied += batch.length;
      });
    }, FLUSH_MS);
    const took: number[] = [];
    const startedAt = performance.now();
    for (let i = 0; i < queries; i++) {
      const asked = performance.now();
      await sleep(PAUSE_MS);
      const late = performance.now() - asked - PAUSE_MS - TIMER_MS;
      took.push(
        Math.max(0, late) + (await timed(async () => ours.query(LISTS[name]))),
      );
    }
    clearInterval(timer);
    return {
      took,
      perSecond: (applied * 1000) / (performance.now() - startedAt),
    };
  },

  /** Every statement of every list, and how the two databases would do it. */
  async plans() {
    const lines: string[] = [];
    for (const [name, filter] of Object.entries(LISTS)) {
      const { page, total, facets, grouped } = listSql(filter);
      const statements = { page, total, ...facets, grouped };
      for (const [what, sql] of Object.entries(statements)) {
        lines.push(
          `== ${name}: ${what}`,
          sql,
          '-- PostgreSQL',
          await postgres.explain(sql),
          '-- SQLite',
          sqlite.explain(sql),
          '',
        );
      }
    }
    return lines.join('\n');
  },

  bytes: () => ours.index.bytes,
});
