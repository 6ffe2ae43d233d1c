import { parseDay } from './parseDay';

describe('parseDay', () => {
  it('begins a day at its midnight here, or that of a day after', () => {
    expect(parseDay('2026-02-28')).toEqual(new Date(2026, 1, 28));
    expect(parseDay('2026-02-28', 1)).toEqual(new Date(2026, 2, 1));
  });

  it.each([
    '',
    '2026-2-1',
    '2026-02-31',
    '2026-13-01',
    '12026-01-01',
    '0001-01-01',
    'x',
  ])('knows no day %p', text => expect(parseDay(text)).toBeUndefined());
});
