import fc from 'fast-check';
import { asTime } from './asTime';

describe('asTime', () => {
  it.each([
    ['2026-11-20T08:44:29Z', '2026-11-20T08:44:29.000Z'],
    ['2026-11-20T08:44:29.123456789Z', '2026-11-20T08:44:29.123Z'],
    ['2026-11-20T10:44:29+02:00', '2026-11-20T08:44:29.000Z'],
    ['2026-13-20T10:44:29Z', undefined],
    ['0000-01-01T00:00:00+23:00', undefined],
    ['yesterday', undefined],
    ['1', undefined],
    [1763628269000, undefined],
    [null, undefined],
  ])('%s → %s', (value, expected) => {
    expect(asTime(value)).toBe(expected);
  });

  it('says what Date says, of possible and impossible times', () => {
    const two = (min: number, max: number) =>
      fc.integer({ min, max }).map(n => String(n).padStart(2, '0'));
    const text = fc
      .tuple(
        fc.constantFrom('0000', '1970', '2024', '2026'),
        two(0, 13),
        two(0, 32),
        two(0, 25),
        two(0, 61),
        two(0, 61),
      )
      .map(([y, mo, d, h, mi, s]) => `${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
    fc.assert(
      fc.property(text, time => {
        const date = new Date(time);
        expect(asTime(time)).toBe(
          Number.isNaN(date.getTime()) ? undefined : date.toISOString(),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps the order of times as text', () => {
    const time = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(time, time, fc.boolean(), (a, b, whole) => {
        const text = (d: Date) =>
          whole ? d.toISOString().replace(/\.\d+Z/, 'Z') : d.toISOString();
        const [x, y] = [asTime(text(a))!, asTime(text(b))!];
        expect(x < y).toBe(Date.parse(text(a)) < Date.parse(text(b)));
        expect(x).toHaveLength(24);
      }),
    );
  });
});
