import { ClusterGroups } from './ClusterGroups';

describe('ClusterGroups', () => {
  it('tells the groups of each cluster while they come and go, and gives their numbers out again', () => {
    const groups = new ClusterGroups();
    const truth = new Map<number, { cluster: number; kind: number }>();
    let asked = 0;
    // Numbers that nobody else has.
    let given = 0;
    let state = 7;
    const next = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 8) % below;
    };
    for (let turn = 0; turn < 5_000; turn += 1) {
      const numbers = [...truth.keys()];
      if (numbers.length > next(300)) {
        const group = numbers[next(numbers.length)];
        groups.remove(group, truth.get(group)!.cluster);
        truth.delete(group);
      } else {
        const at = { cluster: next(5), kind: turn };
        const group = groups.add({ ...at, namespace: -turn });
        given += truth.has(group) || group >= groups.size ? 0 : 1;
        asked += 1;
        truth.set(group, at);
      }
    }
    expect(given).toBe(asked);
    for (let cluster = 0; cluster < 6; cluster += 1) {
      const facts = groups.of(cluster);
      const found = Array.from({ length: facts.length / 3 }, (_, i) =>
        [...facts.subarray(i * 3, i * 3 + 3)].join(' '),
      );
      const expected = [...truth]
        .filter(([, at]) => at.cluster === cluster)
        .map(([group, { kind }]) => `${group} ${kind} ${-kind}`);
      expect(found.sort()).toEqual(expected.sort());
    }
    // No more than what was in use at once, and a block per cluster.
    expect(groups.size).toBeLessThan(300 * 5);
  });
});
