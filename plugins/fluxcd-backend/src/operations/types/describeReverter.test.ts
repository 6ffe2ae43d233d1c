import { describeReverter } from './describeReverter';

describe('describeReverter', () => {
  it.each([
    ['Kustomization', 'will resume it when it reconciles: the manifest'],
    ['HelmRelease', 'only where its spec.driftDetection.mode is enabled'],
    ['ResourceSet', 'will resume it when it reconciles at its interval'],
    ['FluxInstance', 'will resume it when it reconciles at its interval'],
  ])('says of a %s when it acts', (kind, words) => {
    const reverter = { group: 'g', kind, namespace: 'ops', name: 'up' };
    const sentence = describeReverter(reverter, 'resume it');
    expect(sentence).toContain(`${kind} ops/up`);
    expect(sentence).toContain(words);
  });
});
