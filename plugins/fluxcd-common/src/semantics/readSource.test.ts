import type { FluxObject } from './FluxObject';
import { readSource } from './readSource';

const SOURCE = 'source.toolkit.fluxcd.io';
const make = (apiVersion: string, kind: string, spec: object): FluxObject => ({
  apiVersion,
  kind,
  metadata: { name: 'podinfo', namespace: 'apps' },
  spec: { ...spec },
});

describe('readSource', () => {
  it.each([
    [
      'a Kustomization, in its own namespace by default',
      make('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
        sourceRef: { kind: 'GitRepository', name: 'fleet' },
      }),
      {
        group: SOURCE,
        kind: 'GitRepository',
        namespace: 'apps',
        name: 'fleet',
      },
    ],
    [
      'a Kustomization, in another namespace',
      make('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
        sourceRef: {
          kind: 'OCIRepository',
          name: 'fleet',
          namespace: 'flux-system',
        },
      }),
      {
        group: SOURCE,
        kind: 'OCIRepository',
        namespace: 'flux-system',
        name: 'fleet',
      },
    ],
    [
      'a HelmRelease with chartRef',
      make('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {
        chartRef: {
          kind: 'OCIRepository',
          name: 'podinfo',
          namespace: 'charts',
        },
      }),
      {
        group: SOURCE,
        kind: 'OCIRepository',
        namespace: 'charts',
        name: 'podinfo',
      },
    ],
    [
      'a HelmRelease with a chart from a repository',
      make('helm.toolkit.fluxcd.io/v2', 'HelmRelease', {
        chart: {
          spec: {
            chart: 'podinfo',
            sourceRef: { kind: 'HelmRepository', name: 'charts' },
          },
        },
      }),
      {
        group: SOURCE,
        kind: 'HelmRepository',
        namespace: 'apps',
        name: 'charts',
      },
    ],
    [
      'a HelmChart',
      make('source.toolkit.fluxcd.io/v1', 'HelmChart', {
        sourceRef: { kind: 'Bucket', name: 'charts' },
      }),
      { group: SOURCE, kind: 'Bucket', namespace: 'apps', name: 'charts' },
    ],
    [
      'an ImagePolicy, whose reference has no kind',
      make('image.toolkit.fluxcd.io/v1', 'ImagePolicy', {
        imageRepositoryRef: { name: 'podinfo', namespace: 'images' },
      }),
      {
        group: 'image.toolkit.fluxcd.io',
        kind: 'ImageRepository',
        namespace: 'images',
        name: 'podinfo',
      },
    ],
    [
      'an ImageUpdateAutomation',
      make('image.toolkit.fluxcd.io/v1', 'ImageUpdateAutomation', {
        sourceRef: { kind: 'GitRepository', name: 'fleet' },
      }),
      {
        group: SOURCE,
        kind: 'GitRepository',
        namespace: 'apps',
        name: 'fleet',
      },
    ],
    [
      'an ExternalArtifact, whose reference names its own group',
      make('source.toolkit.fluxcd.io/v1', 'ExternalArtifact', {
        sourceRef: {
          apiVersion: 'source.extensions.fluxcd.io/v1beta1',
          kind: 'ArtifactGenerator',
          name: 'split',
        },
      }),
      {
        group: 'source.extensions.fluxcd.io',
        kind: 'ArtifactGenerator',
        namespace: 'apps',
        name: 'split',
      },
    ],
    [
      'a GitRepository has none',
      make('source.toolkit.fluxcd.io/v1', 'GitRepository', {
        sourceRef: { kind: 'GitRepository', name: 'odd' },
      }),
      undefined,
    ],
    [
      'a reference without a name is none',
      make('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
        sourceRef: { kind: 'GitRepository', name: '' },
      }),
      undefined,
    ],
    [
      'a reference of a wrong type is none',
      make('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
        sourceRef: { kind: 7, name: ['x'] },
      }),
      undefined,
    ],
  ])('%s', (_, object, expected) => {
    expect(readSource(object)).toEqual(expected);
  });
});
