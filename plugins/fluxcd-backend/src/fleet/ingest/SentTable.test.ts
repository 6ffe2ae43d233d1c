import fc from 'fast-check';
import type { Bits } from './Bits';
import { hashKey } from './hashKey';
import { type Sent, SentTable } from './SentTable';

const word = fc.integer({ min: 0, max: 0xffffffff });
const bits = fc.tuple(word, word);
// Few keys, most of them wanting the same slot.
const key: fc.Arbitrary<Bits> = fc.tuple(fc.nat(40), fc.constantFrom(0, 64, 3));
const step = fc.oneof(
  fc.record({
    do: fc.constant('set' as const),
    key,
    sent: fc.record({
      digest: bits,
      inventory: bits,
      fingerprint: bits,
      passing: fc.boolean(),
    }),
  }),
  fc.record({ do: fc.constant('forget' as const), key }),
  fc.record({ do: fc.constantFrom('clear' as const), key }),
);

describe('SentTable', () => {
  it('knows what a Map would know, whatever is set, forgotten and cleared', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), steps => {
        const table = new SentTable();
        const model = new Map<string, Sent>();
        for (const one of steps) {
          if (one.do === 'set') {
            table.set(one.key, one.sent);
            model.set(String(one.key), one.sent);
          } else if (one.do === 'forget') {
            table.forget(one.key);
            model.delete(String(one.key));
          } else if (one.key[0] === 0) {
            table.clear();
            model.clear();
          }
          expect(table.get(one.key)).toEqual(model.get(String(one.key)));
        }
        const keys = [...Array(41).keys()].flatMap(high =>
          [0, 64, 3].map((low): Bits => [high, low]),
        );
        expect(keys.map(k => table.get(k))).toEqual(
          keys.map(k => model.get(String(k))),
        );
      }),
    );
  });

  it('does not grow with objects that come and go, and takes less than 88 bytes for each that stays', () => {
    const table = new SentTable();
    const sent: Sent = {
      digest: [1, 1],
      inventory: [2, 2],
      fingerprint: [3, 3],
      passing: false,
    };
    for (let i = 0; i < 20_000; i += 1) {
      table.set(hashKey(`passing-${i}`), sent);
      table.forget(hashKey(`passing-${i}`));
    }
    expect(table.bytes).toBeLessThan(10_000);
    for (let i = 0; i < 2_000; i += 1) table.set(hashKey(`apps/${i}`), sent);
    expect(table.bytes / 2_000).toBeLessThan(88);
    const unknown = [...Array(2_000).keys()].filter(
      i => table.get(hashKey(`apps/${i}`)) === undefined,
    );
    expect(unknown).toEqual([]);
  });
});
