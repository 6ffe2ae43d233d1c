import fc from 'fast-check';
import { TextStore } from './TextStore';

jest.setTimeout(60_000);

/** Letters of both cases, such that other alphabets fold differently, and such that are more than one byte. */
const letter = fc.constantFrom(...'aAbBzZ0 -/İıßÄä…語😀');
const text = fc.string({ unit: letter, maxLength: 300 });

describe('TextStore', () => {
  it('gives back what it was given, as long as somebody holds it, however often it is tidied up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, fc.nat(), fc.boolean()), {
          minLength: 200,
          maxLength: 400,
        }),
        turns => {
          const store = new TextStore();
          const held: Array<{ id: number; value: string }> = [];
          for (const [value, at, isLong] of turns) {
            // Long ones fill a chunk soon, so that there is something to tidy up.
            const given = isLong ? `${value}${'Xy'.repeat(2_000)}` : value;
            held.push({ id: store.acquire(given), value: given });
            if (held.length > 20) {
              const [gone] = held.splice(at % held.length, 1);
              store.release(gone.id);
            }
          }
          for (const { id, value } of held) {
            expect(store.read(id)).toBe(value);
            expect(store.find(value)).toBe(id);
          }
          const last = new Set(held.map(one => one.value));
          const gone = turns.map(([value]) => value).filter(v => !last.has(v));
          expect(gone.filter(value => store.find(value) !== 0)).toEqual([]);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('holds a text once for all, and takes no more room when texts come and go', () => {
    const store = new TextStore();
    expect(store.acquire('main@sha1:0A')).toBe(store.acquire('main@sha1:0A'));
    const kept = Array.from({ length: 50 }, (_, i) =>
      store.acquire(`Kept ${i} ${'k'.repeat(1_000)}`),
    );
    const before = store.bytes;
    for (let i = 0; i < 20_000; i += 1) {
      store.release(store.acquire(`Passing ${i} ${'p'.repeat(200)}`));
    }
    // 4 MB have gone through.
    expect(store.bytes - before).toBeLessThan(1_000_000);
    expect(store.read(kept[7])).toMatch(/^Kept 7 k/);
  });

  it('keeps a text until the last of a thousand has let it go', () => {
    const store = new TextStore();
    const id = store.acquire('flux-system');
    for (let i = 1; i < 1_000; i += 1) store.acquire('flux-system');
    for (let i = 1; i < 1_000; i += 1) store.release(id);
    store.acquire('other');
    expect(store.find('flux-system')).toBe(id);
    expect(store.read(id)).toBe('flux-system');
    store.release(id);
    expect(store.find('flux-system')).toBe(0);
  });

  it('orders texts by their bytes', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const store = new TextStore();
        const order = store.compare(store.acquire(a), store.acquire(b));
        expect(Math.sign(order)).toBe(
          Buffer.compare(Buffer.from(a), Buffer.from(b)),
        );
      }),
    );
  });

  it('finds what holds a text, whatever its case, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 30 }),
        fc.string({ unit: letter, minLength: 1, maxLength: 3 }),
        fc.func(fc.boolean()),
        (texts, needle, isKept) => {
          const store = new TextStore();
          const ids = texts.map(value => store.acquire(value));
          const kept = new Set(texts.filter(isKept));
          texts.forEach((value, i) => {
            if (!kept.has(value)) store.release(ids[i]);
          });
          const found = store.search(needle);
          const held = texts.flatMap((value, i) =>
            kept.has(value) ? [{ value, id: ids[i] }] : [],
          );
          expect(held.map(({ id }) => found[id] === 1)).toEqual(
            held.map(({ value }) =>
              value.toLowerCase().includes(needle.toLowerCase()),
            ),
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
