import { aConnection } from '../resources/__testUtils__/fixtures';
import { aClusterSummary, someCounts } from './__testUtils__/aSummary';
import { groupByEnvironment } from './groupByEnvironment';

describe('groupByEnvironment', () => {
  it('sums up clusters of one environment, and puts those without one last', () => {
    expect(
      groupByEnvironment([
        aClusterSummary('lab'),
        aClusterSummary('staging', { environment: 'staging' }),
        aClusterSummary('eu', {
          environment: 'production',
          counts: someCounts({ failed: 1, ready: 2 }),
        }),
        aClusterSummary('us', {
          environment: 'production',
          connection: aConnection({ state: 'degraded' }),
          counts: someCounts({ failed: 4 }),
        }),
        aClusterSummary('off', {
          environment: 'staging',
          connection: aConnection({ state: 'stopped' }),
          counts: someCounts({ ready: 1 }),
        }),
      ]),
    ).toEqual([
      {
        environment: 'production',
        clusterIds: ['c-eu', 'c-us'],
        notCurrent: 1,
        stopped: 0,
        counts: { total: 7, byStatus: { failed: 5, ready: 2 } },
      },
      {
        environment: 'staging',
        clusterIds: ['c-staging', 'c-off'],
        notCurrent: 0,
        stopped: 1,
        counts: someCounts({ ready: 4 }),
      },
      {
        environment: undefined,
        clusterIds: ['c-lab'],
        notCurrent: 0,
        stopped: 0,
        counts: someCounts({ ready: 3 }),
      },
    ]);
  });
});
