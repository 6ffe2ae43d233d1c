import { parseResourceSelector } from './parseResourceSelector';
import { readEntitySelectors } from './readEntitySelectors';

describe('readEntitySelectors', () => {
  it('finds nothing where no annotation speaks of Flux', () => {
    const nothing = { selectors: [], malformed: [] };
    expect(readEntitySelectors(undefined)).toEqual(nothing);
    expect(readEntitySelectors({ 'a/b': 'c' })).toEqual(nothing);
    expect(
      readEntitySelectors({ 'backstage.io/kubernetes-namespace': 'shop' }),
    ).toEqual(nothing);
  });

  it('takes references and the label of the Kubernetes plugin together', () => {
    expect(
      readEntitySelectors({
        'fluxcd.io/resources':
          'eu/shop/Kustomization/web, */shop/HelmRelease/*,',
        'backstage.io/kubernetes-id': 'web',
        'backstage.io/kubernetes-namespace': 'shop',
      }).selectors,
    ).toEqual([
      'eu/shop/Kustomization/web',
      '*/shop/HelmRelease/*',
      'backstage.io/kubernetes-id=web@shop',
    ]);
  });

  it('tells what it cannot read', () => {
    expect(
      readEntitySelectors({ 'fluxcd.io/resources': 'web, a/b/c/d' }),
    ).toEqual({ selectors: ['a/b/c/d'], malformed: ['web'] });
  });
});

describe('parseResourceSelector', () => {
  it.each([
    ['a/b/C/d', { cluster: 'a', namespace: 'b', kind: 'C', name: 'd' }],
    ['*/b/*/*', { namespace: 'b' }],
    ['backstage.io/kubernetes-id=web', { kubernetesId: 'web' }],
    [
      'backstage.io/kubernetes-id=web@shop',
      { kubernetesId: 'web', namespace: 'shop' },
    ],
  ])('reads %s', (text, selector) => {
    expect(JSON.parse(JSON.stringify(parseResourceSelector(text)))).toEqual(
      selector,
    );
  });

  it.each([
    ['what selects everything', '*/*/*/*'],
    ['too few parts', 'a/b/c'],
    ['too many parts', 'a/b/c/d/e'],
    ['an empty part', 'a//c/d'],
    ['a pattern', 'a/b/c/web*'],
    ['another label', 'app=web'],
    ['an empty label', 'backstage.io/kubernetes-id='],
    ['two namespaces', 'backstage.io/kubernetes-id=a@b@c'],
  ])('refuses %s', (_, text) => {
    expect(parseResourceSelector(text)).toBeUndefined();
  });
});
