import type { ListFilter } from './LISTS';

/** What a list shows of a row. */
export const COLUMNS = [
  'id',
  'cluster_id',
  'api_group',
  'version',
  'kind',
  'namespace',
  'name',
  'status',
  'ready',
  'reason',
  'message',
  'revision',
  'source_kind',
  'source_namespace',
  'source_name',
  'url',
  'facts',
  'status_since',
  'changed_at',
  'last_reconciled_at',
  'created_at',
] as const;

/** In the order of the list, and where a filter is selective: those of performance.md. */
const INDEXES = [
  '(status_since desc, name, id)',
  '(status, status_since desc, name, id)',
  '(kind, status, status_since desc, name, id)',
  '(cluster_id, kind, namespace, name)',
  '(source_kind, source_namespace, source_name)',
];

/** For what somebody may see, and for counting without a look at the table. */
const COVERING = [
  '(cluster_id, namespace, status, status_since desc)',
  '(cluster_id, namespace, kind, status)',
];

/** Statements that make the indexes, and that take the covering ones away again. */
export const INDEXING = {
  create: [...INDEXES, ...COVERING].map(
    (columns, i) => `create index listing_${i} on listing ${columns}`,
  ),
  dropCovering: COVERING.map(
    (_, i) => `drop index listing_${INDEXES.length + i}`,
  ),
};

/** The columns that are counted. */
export const FACETS = ['cluster_id', 'kind', 'status'] as const;

const quote = (values: readonly string[]): string =>
  values.map(value => `'${value}'`).join(',');

/** Conditions of a filter; a facet ignores its own. */
function where(filter: ListFilter, ignored?: (typeof FACETS)[number]): string {
  const { clusters, namespaces, kinds, statuses, visible } = filter;
  const terms = [
    clusters && ignored !== 'cluster_id'
      ? `cluster_id in (${quote(clusters)})`
      : '',
    namespaces ? `namespace in (${quote(namespaces)})` : '',
    kinds && ignored !== 'kind' ? `kind in (${quote(kinds)})` : '',
    statuses && ignored !== 'status' ? `status in (${quote(statuses)})` : '',
    visible
      ? `cluster_id in (${quote(visible.clusters)}) and namespace in (${quote(
          visible.namespaces,
        )})`
      : '',
  ].filter(Boolean);
  return terms.length ? `where ${terms.join(' and ')}` : '';
}

/**
 * The statements of a list. Facets and total come either one by one, each with the index that suits it, or of one
 * grouped count: whichever is faster for this filter is taken.
 */
export function listSql(filter: ListFilter): {
  page: string;
  total: string;
  facets: Record<(typeof FACETS)[number], string>;
  grouped: string;
} {
  const groups = [...FACETS].join(', ');
  // The grouped count leaves out what some facet ignores, and the total is a sum over it.
  const { namespaces, visible } = filter;
  return {
    page: `select ${COLUMNS.join(', ')} from listing ${where(
      filter,
    )} order by status_since desc, name, id limit 50`,
    total: `select count(*) as n from listing ${where(filter)}`,
    facets: Object.fromEntries(
      FACETS.map(facet => [
        facet,
        `select ${facet} as value, count(*) as n from listing ${where(
          filter,
          facet,
        )} group by ${facet}`,
      ]),
    ) as Record<(typeof FACETS)[number], string>,
    grouped: `select ${groups}, count(*) as n from listing ${where({
      namespaces,
      visible,
    })} group by ${groups}`,
  };
}
