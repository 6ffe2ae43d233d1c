import { randomUUID } from 'node:crypto';
import { chooseHolder } from './chooseHolder';

const clusters = Array.from({ length: 2_000 }, () => randomUUID());
const replicas = Array.from({ length: 4 }, () => randomUUID());
const choose = (among: string[]) =>
  new Map(clusters.map(id => [id, chooseHolder(id, among)]));

describe('chooseHolder', () => {
  it('says the same whoever asks', () => {
    expect(choose([...replicas].reverse())).toEqual(choose(replicas));
  });

  it('gives each about the same share', () => {
    const shares = new Map<string, number>();
    for (const holder of choose(replicas).values()) {
      shares.set(holder, (shares.get(holder) ?? 0) + 1);
    }
    for (const replica of replicas) {
      // Five standard deviations.
      expect(Math.abs(shares.get(replica)! - 500)).toBeLessThan(100);
    }
  });

  it('shares out well also among names that differ in their last character', () => {
    const names = ['backend-1', 'backend-2', 'backend-3', 'backend-4'];
    const few = Array.from({ length: 200 }, (_, i) => `cluster-${i}`);
    for (const name of names) {
      const share = few.filter(id => chooseHolder(id, names) === name).length;
      expect(Math.abs(share - 50)).toBeLessThan(32);
    }
  });

  it('moves only what a replica that joins gets, or had when it leaves', () => {
    const [, ...others] = replicas;
    const before = choose(others);
    for (const [id, holder] of choose(replicas)) {
      expect([replicas[0], before.get(id)]).toContain(holder);
    }
  });
});
