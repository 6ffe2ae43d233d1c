import { conditionTone } from './conditionTone';

describe('conditionTone', () => {
  it.each([
    ['Ready', 'True', 'good'],
    ['Ready', 'False', 'bad'],
    ['Ready', 'Unknown', 'neutral'],
    ['Healthy', 'False', 'bad'],
    ['Stalled', 'True', 'bad'],
    ['Stalled', 'False', 'good'],
    ['Drifted', 'True', 'bad'],
    ['FetchFailed', 'True', 'bad'],
    ['Reconciling', 'True', 'busy'],
    ['Reconciling', 'False', 'neutral'],
    ['Remediated', 'True', 'neutral'],
    ['ArtifactInStorage', 'True', 'good'],
  ])('%s=%s is %s', (type, status, tone) => {
    expect(conditionTone({ type, status })).toBe(tone);
  });
});
