import { cleanText } from './cleanText';

describe('text for a column', () => {
  it('is none where a cluster sent something else', () => {
    for (const value of [7, true, null, {}, ['x']]) {
      expect(cleanText(value as never, 63)).toBeNull();
    }
  });
});
