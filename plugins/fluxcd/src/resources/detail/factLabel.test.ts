import { englishT } from '../__testUtils__/englishT';
import { factLabel } from './factLabel';

describe('factLabel', () => {
  it.each([
    ['serviceAccountName', 'Service account'],
    ['aFactOfTomorrow', 'A fact of tomorrow'],
    // No name of Object.prototype passes for a text of ours.
    ['toString', 'To string'],
  ])('%s is called %s', (name, label) => {
    expect(factLabel(name, englishT())).toBe(label);
  });
});
