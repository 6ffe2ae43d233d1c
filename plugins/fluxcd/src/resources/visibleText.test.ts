import { visibleText } from './visibleText';

describe('visibleText', () => {
  it.each([
    ['plain', 'plain'],
    ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
    ['naïve — 名前', 'naïve — 名前'],
    ['a\u202Eb', 'a\\u202eb'],
    ['a\u2066b\u2069', 'a\\u2066b\\u2069'],
    ['zero\u200Bwidth', 'zero\\u200bwidth'],
    ['esc\u001b[31m', 'esc\\u001b[31m'],
  ])('shows %j as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });
});
