import type { Health } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { groupTree, type Managed } from './groupTree';

const object = (
  kind: string,
  name: string,
  health?: Health,
  rest: Partial<Managed> = {},
): Managed => ({
  group: 'apps',
  kind,
  namespace: 'shop',
  name,
  health,
  ...rest,
});

const names = (objects: Managed[], text?: string) =>
  groupTree(objects, text).map(g => [g.kind, ...g.objects.map(o => o.name)]);

describe('groupTree', () => {
  it('puts kinds with the worst objects first, and in them the worst objects', () => {
    expect(
      names([
        object('Service', 'a', 'healthy'),
        object('Deployment', 'a', 'healthy'),
        object('Deployment', 'c', 'degraded'),
        object('Deployment', 'b', 'progressing'),
        object('ConfigMap', 'a', 'missing'),
      ]),
    ).toEqual([
      ['Deployment', 'c', 'b', 'a'],
      ['ConfigMap', 'a'],
      ['Service', 'a'],
    ]);
  });

  it('puts kinds with Flux objects first among equals, the rest by name', () => {
    expect(
      names([
        object('Service', 'b'),
        object('Service', 'a'),
        object('HelmRelease', 'db', undefined, { resourceId: 'r' }),
        object('ConfigMap', 'a'),
      ]),
    ).toEqual([
      ['HelmRelease', 'db'],
      ['ConfigMap', 'a'],
      ['Service', 'a', 'b'],
    ]);
  });

  it('keeps kinds of the same name in different groups apart', () => {
    const other = object('Deployment', 'x', undefined, {
      group: 'example.com',
    });
    expect(groupTree([object('Deployment', 'a'), other])).toHaveLength(2);
  });

  it.each([
    ['DEPLOY', [['Deployment', 'cart']]],
    ['shop/ca', [['Deployment', 'cart']]],
    [' web ', [['Service', 'web']]],
    ['none', []],
  ])('narrows to what contains %p', (text, expected) => {
    expect(
      names([object('Deployment', 'cart'), object('Service', 'web')], text),
    ).toEqual(expected);
  });
});
