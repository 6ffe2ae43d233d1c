import children from './__fixtures__/suspended-children.json';
import type { FluxObject } from './FluxObject';
import { readReverter } from './readReverter';

const { appliedWithoutSuspend, appliedWithSuspend, suspendedByFlux } = children;
const PARENT = {
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  namespace:
    appliedWithSuspend.metadata.labels['kustomize.toolkit.fluxcd.io/namespace'],
  name: appliedWithSuspend.metadata.labels['kustomize.toolkit.fluxcd.io/name'],
};
const change = (metadata: object): FluxObject => ({
  ...appliedWithSuspend,
  metadata: { ...appliedWithSuspend.metadata, ...metadata },
});

describe('readReverter, on what a real API server and controller wrote', () => {
  it('names the parent whose manifest sets spec.suspend', () => {
    expect(readReverter(appliedWithSuspend)).toEqual(PARENT);
  });

  it.each([
    ['the manifest does not set it', appliedWithoutSuspend],
    ['somebody else suspended it', suspendedByFlux],
    ['nothing applies it', change({ labels: {} })],
    [
      'it is told to be left alone',
      change({
        annotations: { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' },
      }),
    ],
    [
      'it is applied only once',
      change({
        annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' },
      }),
    ],
    [
      'it applies itself, which ends with the suspension',
      change({ namespace: PARENT.namespace, name: PARENT.name }),
    ],
  ])('names nobody when %s', (_, object) => {
    expect(readReverter(object)).toBeUndefined();
  });

  it('names an object itself that will apply its own suspension again', () => {
    const self = change({ namespace: PARENT.namespace, name: PARENT.name });
    expect(readReverter({ ...self, spec: { suspend: true } })).toEqual(PARENT);
  });

  it('looks at the annotation where that is what suspends', () => {
    const set = (field: string): FluxObject => ({
      ...change({
        managedFields: [
          {
            manager: 'kustomize-controller',
            operation: 'Apply',
            fieldsV1: { 'f:metadata': { 'f:annotations': { [field]: {} } } },
          },
        ],
      }),
      apiVersion: 'fluxcd.controlplane.io/v1',
      kind: 'ResourceSet',
    });
    expect(readReverter(set('f:fluxcd.controlplane.io/reconcile'))).toEqual(
      PARENT,
    );
    expect(readReverter(set('f:team'))).toBeUndefined();
  });

  describe.each([
    [
      'HelmRelease',
      'helm.toolkit.fluxcd.io',
      'helm.toolkit.fluxcd.io',
      'helm-controller',
    ],
    [
      'ResourceSet',
      'fluxcd.controlplane.io',
      'resourceset.fluxcd.controlplane.io',
      'flux-operator',
    ],
    [
      'FluxInstance',
      'fluxcd.controlplane.io',
      'fluxcd.controlplane.io',
      'flux-operator',
    ],
  ])('of a %s', (kind, group, prefix, manager) => {
    const labels = { [`${prefix}/name`]: 'up', [`${prefix}/namespace`]: 'ops' };
    const managedFields = [
      {
        manager,
        operation: 'Apply',
        fieldsV1: { 'f:spec': { 'f:suspend': {} } },
      },
    ];

    it('names it where it sets spec.suspend', () => {
      expect(readReverter(change({ labels, managedFields }))).toEqual({
        group,
        kind,
        namespace: 'ops',
        name: 'up',
      });
    });

    it('names nobody where another manager sets it, or only the status', () => {
      for (const entry of [
        { ...managedFields[0], manager: 'kubectl' },
        { ...managedFields[0], subresource: 'status' },
      ]) {
        expect(
          readReverter(change({ labels, managedFields: [entry] })),
        ).toBeUndefined();
      }
    });
  });

  it('knows that Helm also updates, and what it is told not to put right', () => {
    const release: FluxObject = change({
      labels: {
        'helm.toolkit.fluxcd.io/name': 'up',
        'helm.toolkit.fluxcd.io/namespace': 'ops',
      },
      managedFields: [
        {
          manager: 'helm-controller',
          operation: 'Update',
          fieldsV1: { 'f:spec': { 'f:suspend': {} } },
        },
      ],
    });
    expect(readReverter(release)).toMatchObject({ kind: 'HelmRelease' });
    expect(
      readReverter({
        ...release,
        metadata: {
          ...release.metadata,
          annotations: {
            'helm.toolkit.fluxcd.io/driftDetection': 'disabled',
          },
        },
      }),
    ).toBeUndefined();
  });
});
