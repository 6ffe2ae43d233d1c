import fc from 'fast-check';
import {
  type ResourceStatus,
  resourceSortSchema,
  resourceStatusSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { StoredResource } from '../database/StoredResource';
import type { FleetQuery } from '../fleet/index/FleetQuery';
import type { IndexedResource } from '../fleet/index/RowColumns';
import { makeResource } from './seedResources';

const CLUSTERS = [
  { id: 'c-1', name: 'west', title: 'The west' },
  { id: 'c-2', name: 'east', title: null },
  { id: 'c-3', name: 'empty', title: 'Åland' },
];
const NAMES = ['api', 'api-2', 'web', 'we', 'web.app', 'z', 'Mixed'];
const NAMESPACES = ['', 'apps', 'flux-system', 'data'];
const KINDS = ['Kustomization', 'HelmRelease', 'GitRepository', 'Alert'];
const TEXTS = [null, 'main@sha1:0A1B', 'Straße über ÄÖ', 'a%b_c', 'v1.2.3'];
/** Found only where a name or a revision and what stands around it in a message come together. */
const STRADDLING = [
  'revision: ma',
  ': main',
  's/web.app',
  'app.v7',
  '-2.v7: a',
  ': mi',
  'ED.V',
  'v1.2.3-mixed',
  'n@sha1:0a1b-',
  'app-',
  '\x01',
  'd \x01',
];
const TIMES = [
  null,
  '2026-11-19T00:00:00.000Z',
  '2026-11-19T00:00:00.001Z',
  '2026-11-20T00:00:00.000Z',
];
// One that no list knows, as if it was deleted just now.
const IDS = [...CLUSTERS.map(c => c.id), 'c-gone'];

/** What controllers say of a row, mostly with its name or revision in it. */
function saying(given: {
  name: string;
  namespace: string;
  revision: string | null;
  message: string | null;
}): string | null {
  const { name, namespace, revision, message } = given;
  switch (message) {
    case 'applied':
      return `Applied revision: ${revision}`;
    case 'release':
      return `Release ${namespace}/${name}.v7: ${name}${revision}-${name}`;
    default:
      return message;
  }
}

const row: fc.Arbitrary<StoredResource> = fc
  .record({
    cluster_id: fc.constantFrom(...IDS),
    kind: fc.constantFrom(...KINDS),
    namespace: fc.constantFrom(...NAMESPACES),
    name: fc.constantFrom(...NAMES),
    status: fc.constantFrom(...resourceStatusSchema.options),
    revision: fc.constantFrom(...TEXTS),
    message: fc.constantFrom(...TEXTS, 'applied', 'release', 'odd \x01\x02'),
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
    message: saying(given),
  }));

/** Mostly nothing: of a fleet that passes five filters nothing is left to be put in order. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );
const some = <T>(values: readonly T[]) =>
  rarely(fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 }));
const one = <T>(values: readonly T[]) => rarely(fc.constantFrom(...values));

const query: fc.Arbitrary<FleetQuery> = fc.record({
  clusterIds: some([...CLUSTERS.map(c => c.id)]),
  kind: some([...KINDS, 'Bucket']),
  namespace: some([...NAMESPACES, 'nowhere']),
  status: some<ResourceStatus>(resourceStatusSchema.options),
  text: one([
    '',
    'WEB',
    'sha1:0a1b',
    'ÄÖ',
    'strasse',
    'a%b',
    'flux',
    'x',
    'e',
    ...STRADDLING,
  ]),
  selectors: rarely(
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
  ),
  visibleTo: rarely(
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
  ),
  sort: fc.constantFrom(...resourceSortSchema.options),
  order: fc.constantFrom('asc' as const, 'desc' as const),
  limit: fc.integer({ min: 1, max: 12 }),
});

/** Where the next page begins behind a row. */
const placeOf = (
  stored: IndexedResource,
  { sort }: FleetQuery,
): NonNullable<FleetQuery['after']> => [
  {
    status: stored.status_rank,
    cluster: CLUSTERS.find(c => c.id === stored.cluster_id)!.name,
    statusSince: stored.status_since ?? '',
    name: stored.name,
    kind: stored.kind,
    namespace: stored.namespace,
  }[sort],
  stored.name,
  stored.id,
];

/** Fleets of few different values, and questions about them. The last of the `ids` is that of no known cluster. */
export const arbitraryFleet = {
  clusters: CLUSTERS,
  ids: IDS,
  row,
  query,
  placeOf,
};
