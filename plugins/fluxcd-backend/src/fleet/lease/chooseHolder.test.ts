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

  it('shares out clusters whose ids differ in their last character', () => {
    const alike = (group: number) =>
      new Set(
        [...'0123456789abcdef'].map(last =>
          chooseHolder(`cluster-${group}-${last}`, ['here', 'there']),
        ),
      );
    for (let group = 0; group < 100; group += 1) {
      expect(alike(group).size).toBe(2);
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
