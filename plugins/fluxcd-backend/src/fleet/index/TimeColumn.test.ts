import fc from 'fast-check';
import { TimeColumn } from './TimeColumn';

const time = fc.oneof(
  fc.constantFrom(
    null,
    '1000-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00.000Z',
    '1970-01-01T00:00:00.001Z',
    '2106-02-07T06:28:13.999Z',
    '2106-02-07T06:28:14.000Z',
    '9900-12-31T23:59:59.999Z',
  ),
  fc
    .date({
      min: new Date('1950-01-01'),
      max: new Date('2150-01-01'),
      noInvalidDate: true,
    })
    .map(date => date.toISOString()),
  fc
    .integer({ min: 0, max: 4e9 })
    .map(seconds => new Date(seconds * 1000).toISOString()),
);

describe('TimeColumn', () => {
  it('gives back each time as it was last written, and orders them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), time), { maxLength: 60 }),
        written => {
          const column = new TimeColumn();
          column.grow(2);
          const truth = new Map<number, string | null>();
          for (const [row, text] of written) {
            column.grow(row + 1);
            column.write(row, text);
            truth.set(row, text);
          }
          for (const [row, text] of truth) {
            expect(column.read(row)).toBe(text);
            expect(column.value(row)).toBe(TimeColumn.valueOf(text ?? ''));
          }
          const rows = [...truth.keys()];
          const byValue = [...rows].sort(
            (a, b) => column.value(a) - column.value(b),
          );
          const texts = rows.map(row => truth.get(row) ?? '');
          expect(byValue.map(row => truth.get(row) ?? '')).toEqual(
            texts.sort(),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes four bytes a row as long as all are whole seconds', () => {
    const column = new TimeColumn();
    column.grow(1_000);
    for (let row = 0; row < 1_000; row += 1) {
      column.write(row, '2026-11-20T08:00:00.000Z');
    }
    expect(column.bytes).toBeLessThan(1_000 * 4.8);
    column.write(7, '2026-11-20T08:00:00.500Z');
    expect(column.bytes).toBeGreaterThanOrEqual(1_000 * 6);
  });
});
