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
});
