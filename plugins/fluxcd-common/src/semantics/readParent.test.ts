import { readParent } from './readParent';

const make = (labels: Record<string, string>, kind = 'HelmRelease') => ({
  apiVersion:
    kind === 'HelmRelease'
      ? 'helm.toolkit.fluxcd.io/v2'
      : 'kustomize.toolkit.fluxcd.io/v1',
  kind,
  metadata: { name: 'flux-system', namespace: 'flux-system', labels },
});
const pair = (prefix: string, name = 'apps') => ({
  [`${prefix}/name`]: name,
  [`${prefix}/namespace`]: 'flux-system',
});

describe('readParent', () => {
  it.each([
    [
      'kustomize.toolkit.fluxcd.io',
      'kustomize.toolkit.fluxcd.io',
      'Kustomization',
    ],
    ['helm.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io', 'HelmRelease'],
    [
      'resourceset.fluxcd.controlplane.io',
      'fluxcd.controlplane.io',
      'ResourceSet',
    ],
    ['fluxcd.controlplane.io', 'fluxcd.controlplane.io', 'FluxInstance'],
  ])('labels of %s', (prefix, group, kind) => {
    expect(readParent(make(pair(prefix)))).toEqual({
      group,
      kind,
      namespace: 'flux-system',
      name: 'apps',
    });
  });

  it('takes the release before the Kustomization that the release is labelled with', () => {
    expect(
      readParent(
        make({
          ...pair('kustomize.toolkit.fluxcd.io'),
          ...pair('helm.toolkit.fluxcd.io'),
        }),
      )?.kind,
    ).toBe('HelmRelease');
  });

  it('gives the root Kustomization, which applies itself, no parent', () => {
    const labels = pair('kustomize.toolkit.fluxcd.io', 'flux-system');
    expect(readParent(make(labels, 'Kustomization'))).toBeUndefined();
    expect(readParent(make(labels, 'HelmRelease'))?.name).toBe('flux-system');
  });

  it('wants both labels', () => {
    expect(
      readParent(make({ 'kustomize.toolkit.fluxcd.io/name': 'apps' })),
    ).toBeUndefined();
    expect(readParent(make({}))).toBeUndefined();
  });
});
