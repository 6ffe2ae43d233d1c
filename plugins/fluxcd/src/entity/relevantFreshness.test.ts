import type {
  Freshness,
  ResourceList,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { relevantFreshness } from './relevantFreshness';

const fresh = (name: string, lastContactAt?: string): Freshness => ({
  clusterId: `c-${name}`,
  clusterName: name,
  connection: {
    state: 'disconnected',
    lastContactAt,
  } as Freshness['connection'],
});
const AT = '2026-11-20T08:00:00.000Z';
const LIST: ResourceList = {
  items: [],
  total: 1,
  facets: {
    cluster: [{ value: 'c-eu', count: 1 }],
    kind: [],
    namespace: [],
    status: [],
  },
  freshness: [fresh('eu', AT), fresh('us', AT), fresh('new')],
};
const names = (selectors: string[], byStatus = false) =>
  relevantFreshness(LIST, { selectors, byStatus }).map(f => f.clusterName);

describe('relevantFreshness', () => {
  it('keeps clusters with rows, and those that were never read', () => {
    expect(names(['*/shop/*/*'])).toEqual(['eu', 'new']);
    expect(names(['backstage.io/kubernetes-id=shop'])).toEqual(['eu', 'new']);
  });

  it('keeps a cluster that a selector names by name or id, though it has no rows', () => {
    expect(names(['us/shop/*/*'])).toEqual(['eu', 'us']);
    expect(names(['c-us/shop/*/*'])).toEqual(['eu', 'us']);
  });

  it('leaves out none that may match by now when rows are filtered by status', () => {
    expect(names(['*/shop/*/*'], true)).toEqual(['eu', 'us', 'new']);
    expect(names(['eu/shop/*/*'], true)).toEqual(['eu']);
  });
});
