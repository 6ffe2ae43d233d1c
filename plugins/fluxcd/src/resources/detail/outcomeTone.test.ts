import { outcomeTone } from './outcomeTone';

describe('outcomeTone', () => {
  it.each([
    ['ReconciliationSucceeded', 'good'],
    ['deployed', 'good'],
    ['HealthCheckFailed', 'bad'],
    ['failed', 'bad'],
    ['superseded', 'neutral'],
    ['uninstalled', 'neutral'],
    ['', 'neutral'],
  ])('%s is %s', (outcome, tone) => {
    expect(outcomeTone(outcome)).toBe(tone);
  });
});
