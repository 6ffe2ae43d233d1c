import { SortedRows } from './SortedRows';

/** The same numbers each time, below `below`. */
function sequence(below: number) {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

describe('SortedRows', () => {
  it('keeps thousands of rows in order while they come and go', () => {
    const next = sequence(20_000);
    // Many have the same key, which is their number without its last two digits.
    const keyOf = (row: number) => Math.floor(row / 100);
    const compare = (a: number, b: number) => keyOf(a) - keyOf(b) || a - b;
    const sorted = new SortedRows(compare);
    const truth = new Set<number>();
    for (let turn = 0; turn < 20_000; turn += 1) {
      const row = next();
      if (truth.delete(row)) sorted.remove(row);
      else {
        truth.add(row);
        sorted.insert(row);
      }
    }
    const expected = [...truth].sort(compare);
    const collect = (
      walk: (visit: (row: number) => boolean) => void,
      most = Infinity,
    ) => {
      const found: number[] = [];
      walk(row => {
        found.push(row);
        return found.length < most;
      });
      return found;
    };
    expect(expected.length).toBeGreaterThan(5_000);
    expect(sorted.length).toBe(expected.length);
    expect(collect(visit => sorted.forwards(undefined, visit))).toEqual(
      expected,
    );
    for (let i = 0; i < 50; i += 1) {
      const from = next();
      const before = (row: number) => compare(row, from) < 0;
      expect(collect(visit => sorted.forwards(before, visit), 300)).toEqual(
        expected.filter(row => !before(row)).slice(0, 300),
      );
      const beforeRun = (row: number) => keyOf(row) < keyOf(from);
      const runs = (a: number, b: number) => keyOf(a) - keyOf(b);
      expect(
        collect(visit => sorted.backwards(beforeRun, runs, visit), 300),
      ).toEqual(
        expected
          .filter(beforeRun)
          .sort((a, b) => keyOf(b) - keyOf(a) || a - b)
          .slice(0, 300),
      );
    }
    for (const row of expected) sorted.remove(row);
    expect(sorted.length).toBe(0);
    expect(collect(visit => sorted.forwards(undefined, visit))).toEqual([]);
    expect(() => sorted.remove(1)).toThrow('not where its order says');
  });
});
