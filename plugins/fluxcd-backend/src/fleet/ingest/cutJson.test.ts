import fc from 'fast-check';
import { cutJson } from './cutJson';

const cut = (text: string) => cutJson(Buffer.from(text), { inventories: true });

/** Puts back what was cut out, as far as it is kept, and drops what is never read. */
function restored(text: string): unknown {
  const { text: rest, entries } = cut(text);
  return JSON.parse(rest, (key, value) => {
    if (key !== 'inventory' || !Array.isArray(value?.entries)) return value;
    const [place] = value.entries;
    return typeof place === 'number'
      ? { ...value, entries: JSON.parse(String(entries[place])) }
      : value;
  });
}

function withoutManagedFields(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, child) =>
    key.endsWith('managedFields') && Array.isArray(child) ? [] : child,
  );
}

/** JSON with the keys and texts that could mislead who looks at bytes. */
const tricky = fc.letrec(tie => ({
  text: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '"managedFields":[',
      'x"managedFields',
      '"inventory":{"entries":[',
      '\\',
      '\\"',
      ']',
      '}]',
      '["',
      'ünï',
    ),
  ),
  key: fc.oneof(
    fc.constantFrom('managedFields', 'x"managedFields', 'status', 'name'),
    tie('text') as fc.Arbitrary<string>,
  ),
  entries: fc.record({
    id: tie('text'),
    v: tie('text'),
  }),
  object: fc.oneof(
    fc.dictionary(tie('key') as fc.Arbitrary<string>, tie('value'), {
      maxKeys: 4,
    }),
    fc.record({
      metadata: fc.record({
        managedFields: fc.array(tie('value'), { maxLength: 3 }),
        name: tie('text'),
      }),
      status: fc.record({
        inventory: fc.record({
          entries: fc.array(tie('entries'), { maxLength: 3 }),
        }),
      }),
    }),
  ),
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('text'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
}));

describe('cutJson', () => {
  it('takes out managed fields and the entries of the inventory, and nothing else', () => {
    const entries = [{ id: 'a_b__C"]\\', v: 'v1' }];
    const object = {
      metadata: { managedFields: [{ 'k:{"a":"]"}': {} }], name: 'ünï' },
      status: { inventory: { entries }, z: 1 },
    };
    const { text, entries: taken } = cut(JSON.stringify(object));
    expect(JSON.parse(text)).toEqual({
      metadata: { managedFields: [], name: 'ünï' },
      status: { inventory: { entries: [0] }, z: 1 },
    });
    expect(taken.map(String)).toEqual([JSON.stringify(entries)]);
  });

  it('leaves the inventory where it is asked to', () => {
    const text = '{"status":{"inventory":{"entries":[{"id":"x"}]}}}';
    const { text: rest } = cutJson(Buffer.from(text), { inventories: false });
    expect(rest).toBe(text);
  });

  it('of any JSON, what is cut and put back says the same but for managed fields', () => {
    fc.assert(
      fc.property(tricky.value, value => {
        // A number is how the entries are marked; real ones are objects.
        const text = JSON.stringify(value);
        expect(restored(text)).toEqual(withoutManagedFields(value));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '{"managedFields":[{"a":1}',
    '{"managedFields":[{"a":"',
    '{"managedFields":["\\',
    '{"managedFields":[[}',
    '{"inventory":{"entries":[',
  ])('leaves to the parser what does not end: %s', text => {
    expect(cut(text)).toEqual({ text, entries: [] });
  });

  it('never makes JSON of what is none', () => {
    const object = JSON.stringify({
      metadata: { managedFields: [{ a: ['x'] }], name: 'n' },
      status: { inventory: { entries: [{ id: 'a' }] } },
    });
    fc.assert(
      fc.property(fc.nat(object.length - 1), length => {
        const { text } = cut(object.slice(0, length));
        expect(() => JSON.parse(text)).toThrow(SyntaxError);
      }),
    );
  });
});
