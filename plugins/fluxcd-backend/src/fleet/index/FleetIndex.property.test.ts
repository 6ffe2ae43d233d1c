import fc from 'fast-check';
import {
  type ResourceStatus,
  resourceSortSchema,
  resourceStatusSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { naiveFleet } from '../../__testUtils__/naiveFleet';
import { makeResource } from '../../__testUtils__/seedResources';
import type { StoredResource } from '../../database/StoredResource';
import { FleetIndex } from './FleetIndex';
import type { FleetQuery } from './FleetQuery';
import { KnownClusters } from './KnownClusters';

jest.setTimeout(120_000);

const CLUSTERS = [
  { id: 'c-1', name: 'west', title: 'The west' },
  { id: 'c-2', name: 'east', title: null },
  { id: 'c-3', name: 'empty', title: 'Åland' },
];
const NAMES = ['api', 'api-2', 'web', 'we', 'web.app', 'z', 'Mixed'];
const NAMESPACES = ['', 'apps', 'flux-system', 'data'];
const KINDS = ['Kustomization', 'HelmRelease', 'GitRepository', 'Alert'];
const TEXTS = [null, 'main@sha1:0A1B', 'Straße über ÄÖ', 'a%b_c', 'v1.2.3'];
const TIMES = [
  null,
  '2026-11-19T00:00:00.000Z',
  '2026-11-19T00:00:00.001Z',
  '2026-11-20T00:00:00.000Z',
];
// One that no list knows, as if it was deleted just now.
const IDS = [...CLUSTERS.map(c => c.id), 'c-gone'];

const row: fc.Arbitrary<StoredResource> = fc
  .record({
    cluster_id: fc.constantFrom(...IDS),
    kind: fc.constantFrom(...KINDS),
    namespace: fc.constantFrom(...NAMESPACES),
    name: fc.constantFrom(...NAMES),
    status: fc.constantFrom(...resourceStatusSchema.options),
    revision: fc.constantFrom(...TEXTS),
    message: fc.constantFrom(...TEXTS),
    kubernetes_id: fc.constantFrom(null, 'shop', 'cart'),
    status_since: fc.constantFrom(...TIMES),
    changed_at: fc.constantFrom(...TIMES),
    facts: fc.constantFrom(null, '{"path":"./Apps"}'),
    url: fc.constantFrom(null, 'https://git.example.com/Fleet'),
    uid: fc.oneof(fc.uuid(), fc.constant('no uuid')),
    stalled: fc.boolean(),
    ready: fc.constantFrom(null, 'True' as const, 'False' as const),
    reason: fc.constantFrom(null, 'BuildFailed'),
    source_kind: fc.constantFrom(null, 'GitRepository'),
    source_name: fc.constantFrom('fleet', 'other'),
  })
  .map(given => ({
    ...makeResource(given),
    changed_at: given.changed_at,
    source_name: given.source_kind && given.source_name,
  }));

const some = <T>(values: readonly T[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 }), {
    nil: undefined,
  });
const one = <T>(values: readonly T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined });

const query: fc.Arbitrary<FleetQuery> = fc.record({
  clusterIds: some([...CLUSTERS.map(c => c.id)]),
  kind: some([...KINDS, 'Bucket']),
  namespace: some([...NAMESPACES, 'nowhere']),
  status: some<ResourceStatus>(resourceStatusSchema.options),
  text: one(['', 'WEB', 'sha1:0a1b', 'ÄÖ', 'strasse', 'a%b', 'flux', 'x', 'e']),
  selectors: fc.option(
    fc.array(
      fc.record(
        {
          clusterIds: fc.subarray(CLUSTERS.map(c => c.id)),
          namespace: fc.constantFrom('apps', 'data', 'nowhere'),
          kind: fc.constantFrom(...KINDS),
          name: fc.constantFrom(...NAMES, 'nobody'),
          kubernetesId: fc.constantFrom('shop', 'nobody'),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    ),
    { nil: undefined },
  ),
  visibleTo: fc.option(
    fc.array(
      fc.record(
        {
          clusters: fc.subarray(IDS),
          namespaces: fc.subarray(NAMESPACES),
          kinds: fc.subarray(KINDS),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    ),
    { nil: undefined },
  ),
  sort: fc.constantFrom(...resourceSortSchema.options),
  order: fc.constantFrom('asc' as const, 'desc' as const),
  limit: fc.integer({ min: 1, max: 12 }),
});

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

const keyOf = (stored: StoredResource, { sort }: FleetQuery) =>
  ({
    status: stored.status_rank,
    cluster: CLUSTERS.find(c => c.id === stored.cluster_id)!.name,
    statusSince: stored.status_since ?? '',
    name: stored.name,
    kind: stored.kind,
    namespace: stored.namespace,
  }[sort]);

describe('FleetIndex', () => {
  const known = new KnownClusters(CLUSTERS);

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
          after = [keyOf(last, asked), last.name, last.id];
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('hands out rows as they were handed in', () => {
    fc.assert(
      fc.property(turns, played => {
        const { index, truth } = play(played);
        const { rows } = index.query(
          { sort: 'name', order: 'asc', limit: 500 },
          new KnownClusters(IDS.map(id => ({ id, name: id }))),
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
          after = [keyOf(last as StoredResource, asked), last.name, last.id];
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
