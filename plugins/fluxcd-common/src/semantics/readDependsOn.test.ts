import { readDependsOn } from './readDependsOn';

const make = (group: string, kind: string, dependsOn: unknown) => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: { name: 'podinfo', namespace: 'apps' },
  spec: { dependsOn },
});

describe('readDependsOn', () => {
  it('completes kind and namespace from the object', () => {
    expect(
      readDependsOn(
        make('kustomize.toolkit.fluxcd.io', 'Kustomization', [
          { name: 'infra' },
          { name: 'crds', namespace: 'flux-system', kind: 'ConfigMap' },
          {},
          'nonsense',
        ]),
      ),
    ).toEqual([
      {
        group: 'kustomize.toolkit.fluxcd.io',
        kind: 'Kustomization',
        namespace: 'apps',
        name: 'infra',
      },
      {
        group: 'kustomize.toolkit.fluxcd.io',
        kind: 'Kustomization',
        namespace: 'flux-system',
        name: 'crds',
      },
    ]);
  });

  it('lets a ResourceSet wait for any kind', () => {
    expect(
      readDependsOn(
        make('fluxcd.controlplane.io', 'ResourceSet', [
          {
            apiVersion: 'helm.toolkit.fluxcd.io/v2',
            kind: 'HelmRelease',
            name: 'redis',
            namespace: 'data',
          },
        ]),
      ),
    ).toEqual([
      {
        group: 'helm.toolkit.fluxcd.io',
        kind: 'HelmRelease',
        namespace: 'data',
        name: 'redis',
      },
    ]);
  });

  it('is empty for anything but a list', () => {
    expect(readDependsOn(make('a', 'B', 'infra'))).toEqual([]);
  });
});
