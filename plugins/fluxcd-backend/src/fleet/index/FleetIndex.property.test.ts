import fc from 'fast-check';
import { arbitraryFleet } from '../../__testUtils__/arbitraryFleet';
import { naiveFleet } from '../../__testUtils__/naiveFleet';
import type { StoredResource } from '../../database/StoredResource';
import { FleetIndex, type RowPlace } from './FleetIndex';
import type { FleetQuery } from './FleetQuery';
import { KnownClusters } from './KnownClusters';

jest.setTimeout(120_000);

const { row, query, placeOf } = arbitraryFleet;

/** Rows that come, change and go, in turns. */
const turns = fc.array(
  fc.record({
    upserted: fc.array(row, { maxLength: 40 }),
    deleted: fc.array(fc.nat(), { maxLength: 10 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function play(
  played: Array<{ upserted: StoredResource[]; deleted: number[] }>,
) {
  const index = new FleetIndex();
  const truth = new Map<string, StoredResource>();
  for (const { upserted, deleted } of played) {
    const ids = [...truth.keys()];
    const gone = ids.length ? deleted.map(n => ids[n % ids.length]) : [];
    index.apply(upserted, gone);
    for (const id of gone) truth.delete(id);
    for (const stored of upserted) truth.set(stored.id, stored);
  }
  return { index, truth: [...truth.values()] };
}

describe('FleetIndex', () => {
  const known = new KnownClusters(arbitraryFleet.clusters);

  it('gives the answer of a filtered and sorted array, page by page, whatever is asked and whatever happened before', () => {
    fc.assert(
      fc.property(turns, query, (played, asked) => {
        const { index, truth } = play(played);
        expect(index.size).toBe(truth.length);
        let after: FleetQuery['after'];
        for (;;) {
          const page = index.query({ ...asked, after }, known);
          const expected = naiveFleet(truth, { ...asked, after }, known.byId);
          expect({
            ids: page.rows.map(r => r.id),
            total: page.total,
            facets: page.facets,
          }).toEqual(expected);
          const last = page.rows.at(-1);
          if (!page.hasMore || !last) break;
          after = placeOf(last, asked);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds any part of any message, also where names and revisions begin and end in it', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.array(
          fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 16 })),
          {
            minLength: 20,
            maxLength: 20,
          },
        ),
        (rows, parts) => {
          const { index, truth } = play([{ upserted: rows, deleted: [] }]);
          const messages = truth.flatMap(({ message }) => message ?? []);
          for (const [which, from, length] of messages.length ? parts : []) {
            const message = messages[which % messages.length];
            const start = from % message.length;
            const text = message.slice(start, start + length);
            const asked = { text, sort: 'name', order: 'asc' } as const;
            const { rows: found, total } = index.query(
              { ...asked, limit: 100 },
              known,
            );
            const expected = naiveFleet(
              truth,
              { ...asked, limit: 100 },
              known.byId,
            );
            expect(found.map(r => r.id)).toEqual(expected.ids);
            expect(total).toBe(expected.total);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('hands out rows as they were handed in', () => {
    fc.assert(
      fc.property(turns, played => {
        const { index, truth } = play(played);
        const { rows } = index.query(
          { sort: 'name', order: 'asc', limit: 500 },
          new KnownClusters(arbitraryFleet.ids.map(id => ({ id, name: id }))),
        );
        const byId = new Map(truth.map(r => [r.id, r]));
        expect(rows).toHaveLength(truth.length);
        for (const read of rows) {
          const { resource_version: _, ...expected } = byId.get(
            read.id,
          )! as StoredResource & { resource_version: string };
          // Of a source without a kind nothing is shown.
          expect(read).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });

  const placeOnly = (r: RowPlace): RowPlace => ({
    id: r.id,
    cluster_id: r.cluster_id,
    kind: r.kind,
    namespace: r.namespace,
    name: r.name,
    status_rank: r.status_rank,
    status_since: r.status_since,
  });

  it('hands out the text of a row as it is now, whatever text was made of it before', () => {
    const renamed = new KnownClusters(
      arbitraryFleet.clusters.map(c => ({ ...c, name: `${c.name}-2` })),
    );
    fc.assert(
      fc.property(
        turns,
        fc.array(fc.tuple(query, fc.boolean()), { minLength: 4, maxLength: 4 }),
        (played, asked) => {
          const index = new FleetIndex();
          played.forEach(({ upserted, deleted }, turn) => {
            const ids = played.flatMap(p => p.upserted.map(r => r.id));
            index.apply(
              upserted,
              deleted.flatMap(n => (ids.length ? ids[n % ids.length] : [])),
            );
            const [one, isRenamed] = asked[turn];
            const clusters = isRenamed ? renamed : known;
            const render = (r: { cluster_id: string }) =>
              JSON.stringify([clusters.byId.get(r.cluster_id)?.name, r]);
            const { rows, ...counted } = index.query(one, clusters);
            expect(index.render(one, clusters, render)).toEqual({
              ...counted,
              texts: rows.map(render),
              last: rows.slice(-1).map(placeOnly)[0],
            });
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('neither skips nor repeats a row that did not change while others did', () => {
    fc.assert(
      fc.property(turns, turns, query, (before, meanwhile, asked) => {
        const { index, truth } = play(before);
        const all = naiveFleet(
          truth,
          { ...asked, limit: 1_000 },
          known.byId,
        ).ids;
        const seen: string[] = [];
        const touched = new Set<string>();
        const changes = [...meanwhile];
        let after: FleetQuery['after'];
        for (;;) {
          const page = index.query({ ...asked, limit: 3, after }, known);
          seen.push(...page.rows.map(r => r.id));
          const last = page.rows.at(-1);
          if (!page.hasMore || !last) break;
          after = placeOf(last, asked);
          const change = changes.shift();
          if (!change) continue;
          const gone = change.deleted.map(n => truth[n % truth.length].id);
          index.apply(change.upserted, gone);
          for (const id of [...gone, ...change.upserted.map(r => r.id)]) {
            touched.add(id);
          }
        }
        const still = (ids: string[]) => ids.filter(id => !touched.has(id));
        expect(still(seen)).toEqual(still(all));
      }),
      { numRuns: 500 },
    );
  });
});
