import { asDuration } from './asDuration';

describe('asDuration', () => {
  it.each([
    ['1.27266783s', 1273],
    ['215.529032ms', 216],
    ['1m2.5s', 62_500],
    ['1h0m0s', 3_600_000],
    ['900µs', 1],
    ['0s', 0],
  ])('reads %s', (text, ms) => {
    expect(asDuration(text)).toBe(ms);
  });

  it.each(['', '5', 's', '1.s', '-1s', '1s ', `${'9'.repeat(40)}h`, 5, null])(
    'makes nothing of %p',
    value => {
      expect(asDuration(value)).toBeUndefined();
    },
  );
});
