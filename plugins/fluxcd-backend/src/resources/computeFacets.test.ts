import type { ResourceStatus } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { computeFacets, type FacetFilter } from './computeFacets';

const row = (
  clusterId: string,
  kind: string,
  namespace: string,
  status: ResourceStatus,
) => ({ clusterId, kind, namespace, status, count: 1 });

/** Every combination of two values in four columns. */
const ROWS = ['a', 'b'].flatMap(clusterId =>
  ['K', 'L'].flatMap(kind =>
    ['m', 'n'].flatMap(namespace =>
      (['ready', 'failed'] as const).map(status =>
        row(clusterId, kind, namespace, status),
      ),
    ),
  ),
);
const SELECTED: Required<FacetFilter> = {
  clusterIds: ['a'],
  kind: ['K'],
  namespace: ['m'],
  status: ['ready'],
};
const compute = (filter: FacetFilter) =>
  computeFacets(ROWS, filter, id => `Cluster ${id}`);
const counts = (facet: Array<{ value: string; count: number }>) =>
  Object.fromEntries(facet.map(f => [f.value, f.count]));

describe('computeFacets', () => {
  it('lets each facet ignore its own filter and obey all others', () => {
    const { total, facets } = compute(SELECTED);
    expect(total).toBe(1);
    expect(counts(facets.cluster)).toEqual({ a: 1, b: 1 });
    expect(counts(facets.kind)).toEqual({ K: 1, L: 1 });
    expect(counts(facets.namespace)).toEqual({ m: 1, n: 1 });
    expect(counts(facets.status)).toEqual({ ready: 1, failed: 1 });
  });

  it.each([
    ['clusterIds', 'cluster'],
    ['kind', 'kind'],
    ['namespace', 'namespace'],
    ['status', 'status'],
  ] as const)('takes %s alone for a filter of the others', (name, facet) => {
    const { total, facets } = compute({ [name]: SELECTED[name] });
    expect(total).toBe(8);
    const others = Object.entries(facets).filter(([key]) => key !== facet);
    expect(Object.values(counts(facets[facet]))).toEqual([8, 8]);
    for (const [, values] of others) {
      expect(Object.values(counts(values))).toEqual([4, 4]);
    }
  });

  it('keeps a selected value in sight that no row has, so that it can be unselected', () => {
    expect(counts(compute({ kind: ['Z'] }).facets.kind)).toEqual({
      K: 8,
      L: 8,
      Z: 0,
    });
  });
});
