import type { IHelmRelease } from '@kubernetes-models/flux-cd/helm.toolkit.fluxcd.io/v2';
import type { IKustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1';
import { computeStatus, type ComputedStatus } from './computeStatus';
import type { FluxObject } from './FluxObject';

const NOW = '2026-11-20T08:44:31Z';
const condition = (
  type: string,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  observedGeneration = 3,
) => ({
  type,
  status,
  reason,
  observedGeneration,
  message: `${type} says ${reason}`,
  lastTransitionTime: NOW,
});

function object(
  apiVersion: string,
  kind: string,
  parts: {
    metadata?: object;
    spec?: object;
    status?: object;
  } = {},
): FluxObject {
  return {
    apiVersion,
    kind,
    metadata: {
      name: 'podinfo',
      namespace: 'apps',
      generation: 3,
      creationTimestamp: '2026-01-02T03:04:05Z',
      ...parts.metadata,
    },
    spec: { ...parts.spec },
    ...(parts.status ? { status: { ...parts.status } } : {}),
  };
}

/** The types of the CRDs see to it that the rows are objects that a cluster could hold. */
const kustomization = (parts: {
  metadata?: object;
  spec?: Partial<IKustomization['spec']>;
  status?: IKustomization['status'];
}) => object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', parts);
const helmRelease = (parts: { status?: IHelmRelease['status'] }) =>
  object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', parts);

const ready = condition('Ready', 'True', 'ReconciliationSucceeded');
const failed = condition('Ready', 'False', 'BuildFailed');
const retry = condition('Reconciling', 'True', 'ProgressingWithRetry');
const reconciling = condition('Reconciling', 'True', 'Progressing');
const stalled = condition('Stalled', 'True', 'InvalidCELExpression');
const SINCE = '2026-11-20T08:44:31.000Z';

const rows: [string, FluxObject, Partial<ComputedStatus>][] = [
  [
    '1: deletion outranks everything, also a suspension',
    kustomization({
      metadata: { deletionTimestamp: NOW },
      spec: { suspend: true },
      status: { observedGeneration: 3, conditions: [ready, stalled] },
    }),
    { status: 'deleting', suspended: true, ready: 'True', statusSince: SINCE },
  ],
  [
    '2: suspended by spec, with what was ready below it',
    kustomization({
      spec: { suspend: true },
      status: { observedGeneration: 3, conditions: [ready] },
    }),
    {
      status: 'suspended',
      suspended: true,
      ready: 'True',
      reason: 'ReconciliationSucceeded',
      statusSince: undefined,
    },
  ],
  [
    '2: suspended at creation, no controller ever wrote a status',
    kustomization({
      spec: { suspend: true },
      status: { observedGeneration: -1 },
    }),
    { status: 'suspended', ready: undefined },
  ],
  [
    '2: suspended while it was failing for good',
    kustomization({
      spec: { suspend: true },
      status: { observedGeneration: 3, conditions: [stalled, failed] },
    }),
    { status: 'suspended', ready: 'False', stalled: true },
  ],
  [
    '2: a ResourceSet is suspended by annotation',
    object('fluxcd.controlplane.io/v1', 'ResourceSet', {
      metadata: {
        annotations: { 'fluxcd.controlplane.io/reconcile': 'disabled' },
      },
      status: { conditions: [ready] },
    }),
    { status: 'suspended', suspended: true },
  ],
  [
    '2: an ArtifactGenerator is suspended by an annotation of its own',
    object('source.extensions.fluxcd.io/v1beta1', 'ArtifactGenerator', {
      metadata: {
        annotations: { 'source.extensions.fluxcd.io/reconcile': 'disabled' },
      },
      status: { conditions: [ready] },
    }),
    { status: 'suspended' },
  ],
  [
    '2: the annotation of one kind does not suspend another',
    kustomization({
      metadata: {
        annotations: { 'fluxcd.controlplane.io/reconcile': 'disabled' },
      },
      status: { observedGeneration: 3, conditions: [ready] },
    }),
    { status: 'ready', suspended: false },
  ],
  [
    '2: an annotation that says enabled does not suspend',
    object('fluxcd.controlplane.io/v1', 'FluxInstance', {
      metadata: {
        annotations: { 'fluxcd.controlplane.io/reconcile': 'enabled' },
      },
      status: { conditions: [ready] },
    }),
    { status: 'ready', suspended: false },
  ],
  [
    '2: a suspended Alert, which has no status',
    object('notification.toolkit.fluxcd.io/v1beta3', 'Alert', {
      spec: { suspend: true },
    }),
    { status: 'suspended' },
  ],
  [
    '3: stalled, with the reason of Stalled and not of Ready',
    kustomization({
      status: { observedGeneration: 3, conditions: [failed, stalled] },
    }),
    {
      status: 'failed',
      stalled: true,
      retrying: false,
      reason: 'InvalidCELExpression',
      statusSince: SINCE,
    },
  ],
  [
    '3: what is stalled does not retry, whatever else it says',
    kustomization({
      status: { observedGeneration: 3, conditions: [stalled, failed, retry] },
    }),
    { status: 'failed', stalled: true, retrying: false },
  ],
  [
    '3: Stalled=False is no stall',
    kustomization({
      status: {
        observedGeneration: 3,
        conditions: [{ ...stalled, status: 'False' as const }, ready],
      },
    }),
    { status: 'ready', stalled: false },
  ],
  [
    '4: ready',
    kustomization({ status: { observedGeneration: 3, conditions: [ready] } }),
    {
      status: 'ready',
      ready: 'True',
      stalled: false,
      retrying: false,
      suspended: false,
      reason: 'ReconciliationSucceeded',
      message: 'Ready says ReconciliationSucceeded',
      statusSince: SINCE,
    },
  ],
  [
    '4: a HelmRelease stays ready during a reconcile that changes nothing',
    helmRelease({
      status: { observedGeneration: 3, conditions: [reconciling, ready] },
    }),
    { status: 'ready' },
  ],
  [
    '4: ready for an old generation of the spec is progressing',
    kustomization({
      status: {
        observedGeneration: 2,
        conditions: [{ ...ready, observedGeneration: 2 }],
      },
    }),
    { status: 'progressing', ready: 'True' },
  ],
  [
    '4: so it is when only the Ready condition is old',
    kustomization({
      status: {
        observedGeneration: 3,
        conditions: [{ ...ready, observedGeneration: 2 }],
      },
    }),
    { status: 'progressing' },
  ],
  [
    '4: so it is when Ready is new but the status is not written to the end',
    kustomization({
      status: { observedGeneration: -1, conditions: [ready] },
    }),
    { status: 'progressing' },
  ],
  [
    '4: generation 0 on the condition of a HelmRelease says nothing',
    helmRelease({
      status: {
        observedGeneration: 3,
        conditions: [{ ...ready, observedGeneration: 0 }],
      },
    }),
    { status: 'ready' },
  ],
  [
    '4: generation 0 on the condition of an ImageUpdateAutomation neither',
    object('image.toolkit.fluxcd.io/v1', 'ImageUpdateAutomation', {
      status: {
        observedGeneration: 3,
        conditions: [{ ...ready, observedGeneration: 0 }],
      },
    }),
    { status: 'ready' },
  ],
  [
    '4: but its status still tells an old generation',
    helmRelease({
      status: {
        observedGeneration: 2,
        conditions: [{ ...ready, observedGeneration: 0 }],
      },
    }),
    { status: 'progressing' },
  ],
  [
    '4: a kind without observedGeneration goes by its condition',
    object('source.toolkit.fluxcd.io/v1', 'ExternalArtifact', {
      status: { conditions: [ready] },
    }),
    { status: 'ready' },
  ],
  [
    '5: waits for a dependency',
    kustomization({
      status: {
        observedGeneration: -1,
        conditions: [condition('Ready', 'False', 'DependencyNotReady')],
      },
    }),
    { status: 'waiting', retrying: false, reason: 'DependencyNotReady' },
  ],
  [
    '5: a HelmRelease waits with Reconciling=True',
    helmRelease({
      status: {
        observedGeneration: -1,
        conditions: [
          reconciling,
          condition('Ready', 'False', 'DependencyNotReady'),
        ],
      },
    }),
    { status: 'waiting' },
  ],
  [
    '6: a newer revision cancelled the health check',
    kustomization({
      status: {
        observedGeneration: 3,
        conditions: [condition('Ready', 'False', 'HealthCheckCanceled')],
      },
    }),
    { status: 'progressing', reason: 'HealthCheckCanceled' },
  ],
  [
    '7: failed',
    kustomization({ status: { observedGeneration: 3, conditions: [failed] } }),
    {
      status: 'failed',
      stalled: false,
      retrying: false,
      reason: 'BuildFailed',
      statusSince: SINCE,
    },
  ],
  [
    '7: failed and trying again',
    kustomization({
      status: { observedGeneration: -1, conditions: [retry, failed] },
    }),
    {
      status: 'failed',
      retrying: true,
      reason: 'BuildFailed',
      message: 'Ready says BuildFailed',
    },
  ],
  [
    '7: a Kustomization that is at work again is not called retrying',
    kustomization({
      status: { observedGeneration: 3, conditions: [reconciling, failed] },
    }),
    { status: 'failed', retrying: false },
  ],
  [
    '7: a failure for an old generation stays a failure',
    kustomization({
      status: {
        observedGeneration: 1,
        conditions: [{ ...failed, observedGeneration: 1 }],
      },
    }),
    { status: 'failed' },
  ],
  [
    '8: Ready=Unknown',
    kustomization({
      status: {
        observedGeneration: 3,
        conditions: [condition('Ready', 'Unknown', 'Progressing')],
      },
    }),
    { status: 'progressing', ready: 'Unknown', statusSince: SINCE },
  ],
  [
    '8: Reconciling=True before there is a Ready',
    helmRelease({
      status: { observedGeneration: -1, conditions: [reconciling] },
    }),
    { status: 'progressing', reason: 'Progressing' },
  ],
  [
    '9: an Alert has no status and is ready',
    object('notification.toolkit.fluxcd.io/v1beta3', 'Alert'),
    { status: 'ready', statusSince: '2026-01-02T03:04:05.000Z' },
  ],
  [
    '9: a Provider too',
    object('notification.toolkit.fluxcd.io/v1beta3', 'Provider'),
    { status: 'ready' },
  ],
  [
    '9: a HelmRepository of type oci too, though the API server gave it a status',
    object('source.toolkit.fluxcd.io/v1', 'HelmRepository', {
      spec: { type: 'oci' },
      status: { observedGeneration: -1 },
    }),
    { status: 'ready' },
  ],
  [
    '9: any other HelmRepository without conditions is not',
    object('source.toolkit.fluxcd.io/v1', 'HelmRepository', {
      status: { observedGeneration: -1 },
    }),
    { status: 'progressing' },
  ],
  [
    '10: no status at all, and it is not a kind without status',
    object('source.toolkit.fluxcd.io/v1', 'GitRepository'),
    { status: 'unknown', ready: undefined },
  ],
  [
    '10: a Ready condition that says what no Kubernetes says',
    kustomization({
      status: {
        observedGeneration: 3,
        // What no API server would let through.
        conditions: [{ ...ready, status: 'Maybe' as 'True' }],
      },
    }),
    { status: 'unknown', ready: undefined },
  ],
  [
    'the newest condition has no say: only Ready, Stalled and Reconciling decide',
    kustomization({
      status: {
        observedGeneration: 3,
        conditions: [
          ready,
          {
            ...condition('Healthy', 'False', 'HealthCheckFailed'),
            lastTransitionTime: '2027-01-01T00:00:00Z',
          },
        ],
      },
    }),
    { status: 'ready', reason: 'ReconciliationSucceeded' },
  ],
];

describe('computeStatus', () => {
  it.each(rows)('%s', (_, input, expected) => {
    expect(computeStatus(input)).toMatchObject(expected);
  });
});
