import { HashTable } from './HashTable';

describe('HashTable', () => {
  it('finds what is in it, and nothing that was removed, however many entries share a place', () => {
    // Few different hashes: most entries are displaced by others.
    const hashOf = (entry: number) => Math.imul(entry % 300, 0x9e3779b1) >>> 0;
    const table = new HashTable(hashOf);
    const truth = new Set<number>();
    let state = 7;
    for (let turn = 0; turn < 30_000; turn += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const entry = state % 4_000;
      if (truth.delete(entry)) table.remove(hashOf(entry), entry);
      else {
        truth.add(entry);
        table.add(hashOf(entry), entry);
      }
    }
    for (let entry = 0; entry < 4_000; entry += 1) {
      const found = table.find(hashOf(entry), other => other === entry);
      expect(found).toBe(truth.has(entry) ? entry : -1);
    }
    // Nothing happens.
    const missing = [...Array(4_000).keys()].find(entry => !truth.has(entry))!;
    table.remove(hashOf(missing), missing);
    const first = [...truth][0];
    expect(table.find(hashOf(first), other => other === first)).toBe(first);
  });
});
