import { englishT } from '../resources/__testUtils__/englishT';
import { elapsedText } from './elapsedText';

describe('elapsedText', () => {
  it.each([
    [-5_000, '0 s'],
    [999, '0 s'],
    [4_200, '4 s'],
    [59_999, '59 s'],
    [60_000, '1 min 00 s'],
    [125_000, '2 min 05 s'],
  ])('%d ms are %s', (ms, text) => {
    expect(elapsedText(ms, englishT())).toBe(text);
  });
});
