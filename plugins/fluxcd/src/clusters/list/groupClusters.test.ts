import { cluster } from '../__testUtils__/renderClusters';
import { groupClusters } from './groupClusters';

const clusters = [
  cluster({ id: '1', name: 'b', environment: 'prod', labels: { tier: 'x' } }),
  cluster({ id: '2', name: 'c', labels: {} }),
  cluster({ id: '3', name: 'a', environment: 'dev', labels: { tier: 'x' } }),
  cluster({ id: '4', name: 'z', title: 'A prod', environment: 'prod' }),
];

function named(groupBy: string | undefined, favourites: string[] = []) {
  return groupClusters(clusters, {
    groupBy,
    favourites: new Set(favourites),
  }).map(group => [group.value, group.clusters.map(c => c.name).join('')]);
}

describe('groupClusters', () => {
  it('sorts by what is shown as the name, favourites first', () => {
    expect(named(undefined)).toEqual([[undefined, 'azbc']]);
    expect(named(undefined, ['2', '1'])).toEqual([[undefined, 'bcaz']]);
  });

  it('groups by environment, those without one last', () => {
    expect(named('environment')).toEqual([
      ['dev', 'a'],
      ['prod', 'zb'],
      [undefined, 'c'],
    ]);
  });

  it('groups by a label, also one that every object seems to have', () => {
    expect(named('label:tier')).toEqual([
      ['x', 'ab'],
      [undefined, 'zc'],
    ]);
    expect(named('label:constructor')).toEqual([[undefined, 'azbc']]);
  });
});
