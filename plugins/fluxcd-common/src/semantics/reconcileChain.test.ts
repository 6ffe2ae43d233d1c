import type { FluxObject } from './FluxObject';
import { reconcileChain } from './reconcileChain';

const make = (apiVersion: string, kind: string, spec: object): FluxObject => ({
  apiVersion,
  kind,
  metadata: { name: 'podinfo', namespace: 'apps' },
  spec: { ...spec },
});
const words = (object: FluxObject) =>
  reconcileChain(object).map(
    ({ reference: r, expand, skip }) =>
      `${r.kind} ${r.namespace}/${r.name}${expand ? ' expand' : ''}${
        skip ? ' skip' : ''
      }`,
  );

describe('reconcileChain', () => {
  it('puts the source before a Kustomization', () => {
    expect(
      words(
        make('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
          sourceRef: {
            kind: 'GitRepository',
            name: 'fleet',
            namespace: 'flux-system',
          },
        }),
      ),
    ).toEqual(['GitRepository flux-system/fleet']);
  });

  it('puts repository and generated HelmChart, in the namespace of the repository, before a HelmRelease', () => {
    expect(
      words(
        make('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {
          chart: {
            spec: {
              chart: 'podinfo',
              sourceRef: {
                kind: 'HelmRepository',
                name: 'charts',
                namespace: 'flux-system',
              },
            },
          },
        }),
      ),
    ).toEqual([
      'HelmRepository flux-system/charts',
      'HelmChart flux-system/apps-podinfo',
    ]);
  });

  it('has no HelmChart in between for chartRef to an OCIRepository', () => {
    expect(
      words(
        make('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {
          chartRef: { kind: 'OCIRepository', name: 'podinfo' },
        }),
      ),
    ).toEqual(['OCIRepository apps/podinfo']);
  });

  it('asks to read a HelmChart that chartRef names: its repository comes before it', () => {
    expect(
      words(
        make('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {
          chartRef: { kind: 'HelmChart', name: 'podinfo' },
        }),
      ),
    ).toEqual(['HelmChart apps/podinfo expand']);
  });

  it('passes over an ExternalArtifact and leads to what makes it', () => {
    expect(
      words(
        make('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
          sourceRef: { kind: 'ExternalArtifact', name: 'part' },
        }),
      ),
    ).toEqual(['ExternalArtifact apps/part expand skip']);
    expect(
      words(
        make('source.toolkit.fluxcd.io/v1', 'ExternalArtifact', {
          sourceRef: {
            apiVersion: 'source.extensions.fluxcd.io/v1beta1',
            kind: 'ArtifactGenerator',
            name: 'split',
          },
        }),
      ),
    ).toEqual(['ArtifactGenerator apps/split']);
  });

  it('lists all sources of an ArtifactGenerator', () => {
    expect(
      words(
        make('source.extensions.fluxcd.io/v1beta1', 'ArtifactGenerator', {
          sources: [
            { alias: 'a', kind: 'GitRepository', name: 'one' },
            { alias: 'b', kind: 'Bucket', name: 'two', namespace: 'other' },
            'nonsense',
          ],
        }),
      ),
    ).toEqual(['GitRepository apps/one', 'Bucket other/two']);
  });

  it('puts the ImageRepository before its ImagePolicy', () => {
    expect(
      words(
        make('image.toolkit.fluxcd.io/v1', 'ImagePolicy', {
          imageRepositoryRef: { name: 'podinfo' },
        }),
      ),
    ).toEqual(['ImageRepository apps/podinfo']);
  });

  it('passes over a source of a kind that nobody can ask', () => {
    expect(
      words(
        make('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
          sourceRef: {
            apiVersion: 'example.com/v1',
            kind: 'Tarball',
            name: 'x',
          },
        }),
      ),
    ).toEqual(['Tarball apps/x skip']);
  });

  it('is empty for a source', () => {
    expect(
      words(make('source.toolkit.fluxcd.io/v1', 'GitRepository', {})),
    ).toEqual([]);
  });
});
