import { groupInventory } from './groupInventory';

const object = (
  group: string,
  kind: string,
  namespace: string,
  name: string,
  resourceId?: string,
) => ({ group, kind, namespace, name, resourceId });

const inventory = [
  object('', 'Service', 'shop', 'cart'),
  object('apps', 'Deployment', 'shop', 'web'),
  object('apps', 'Deployment', 'shop', 'cart'),
  object('serving.knative.dev', 'Service', 'shop', 'hook'),
  object('helm.toolkit.fluxcd.io', 'HelmRelease', 'shop', 'db', 'r-db'),
];
const summary = (text?: string) =>
  groupInventory(inventory, text).map(g => [g.id, g.objects.map(o => o.name)]);

describe('groupInventory', () => {
  it('puts kinds that lead on to resources first, and the rest in order', () => {
    expect(summary()).toEqual([
      ['helm.toolkit.fluxcd.io/HelmRelease', ['db']],
      ['apps/Deployment', ['cart', 'web']],
      ['/Service', ['cart']],
      ['serving.knative.dev/Service', ['hook']],
    ]);
  });

  it.each([
    ['by name', 'WEB', ['apps/Deployment']],
    ['by kind', 'service', ['/Service', 'serving.knative.dev/Service']],
    ['by address', 'shop/cart', ['apps/Deployment', '/Service']],
    ['and finds nothing when nothing matches', 'nope', []],
  ])('searches %s', (_, text, ids) => {
    expect(summary(text).map(([id]) => id)).toEqual(ids);
  });
});
