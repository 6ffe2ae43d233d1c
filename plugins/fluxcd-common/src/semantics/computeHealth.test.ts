import fc from 'fast-check';
import { computeHealth } from './computeHealth';

const condition = (
  type: string,
  status: string,
  reason = '',
  message = '',
) => ({
  type,
  status,
  reason,
  message,
});

function object(
  apiVersion: string,
  kind: string,
  rest: { spec?: object; status?: object; metadata?: object } = {},
) {
  return {
    apiVersion,
    kind,
    metadata: { name: 'x', namespace: 'shop', ...rest.metadata },
    spec: rest.spec as any,
    status: rest.status as any,
  };
}
const deployment = (spec: object, status: object) =>
  object('apps/v1', 'Deployment', {
    metadata: { generation: 2 },
    spec: { replicas: 3, ...spec },
    status: { observedGeneration: 2, ...status },
  });
const ALL = {
  replicas: 3,
  updatedReplicas: 3,
  readyReplicas: 3,
  availableReplicas: 3,
};
const pod = (status: object) => object('v1', 'Pod', { status });

describe('computeHealth', () => {
  it.each([
    ['all pods are new and available', {}, ALL, 'healthy', undefined],
    [
      'pods of the new version are missing',
      {},
      { ...ALL, updatedReplicas: 1 },
      'progressing',
      '1 of 3 pods are of the newest version.',
    ],
    [
      'old pods are still there',
      {},
      { ...ALL, replicas: 4 },
      'progressing',
      '1 old pods are still there.',
    ],
    [
      'pods are not available',
      {},
      { ...ALL, availableReplicas: 2 },
      'progressing',
      '2 of 3 pods are available.',
    ],
    [
      'it made no progress until its deadline',
      {},
      {
        ...ALL,
        conditions: [
          condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'late'),
        ],
      },
      'degraded',
      'late',
    ],
    [
      'pods cannot be made',
      {},
      { conditions: [condition('ReplicaFailure', 'True', 'Quota', 'quota')] },
      'degraded',
      'quota',
    ],
    [
      'it is paused',
      { paused: true },
      ALL,
      'suspended',
      'Its rollout is paused.',
    ],
    ['it wants none and has none', { replicas: 0 }, {}, 'healthy', undefined],
    [
      'its controller has not looked yet',
      {},
      { ...ALL, observedGeneration: 1 },
      'progressing',
      'Its controller has not looked at the newest change yet.',
    ],
  ] as const)('Deployment: %s', (_, spec, status, health, message) => {
    expect(computeHealth(deployment(spec, status))).toEqual({
      health,
      message,
    });
  });

  it('takes a Deployment that no controller has seen for progressing', () => {
    const fresh = object('apps/v1', 'Deployment', {
      metadata: { generation: 1 },
      spec: { replicas: 0 },
    });
    expect(computeHealth(fresh).health).toBe('progressing');
  });

  it.each([
    [
      'crashes',
      {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'app',
            state: { waiting: { reason: 'CrashLoopBackOff', message: 'm' } },
          },
        ],
        conditions: [condition('Ready', 'False')],
      },
      'degraded',
      'Container app: CrashLoopBackOff: m',
    ],
    [
      'cannot pull the image of an init container',
      {
        phase: 'Pending',
        initContainerStatuses: [
          { name: 'init', state: { waiting: { reason: 'ImagePullBackOff' } } },
        ],
      },
      'degraded',
      'Container init: ImagePullBackOff',
    ],
    [
      'starts',
      {
        phase: 'Pending',
        containerStatuses: [
          { name: 'app', state: { waiting: { reason: 'ContainerCreating' } } },
        ],
      },
      'progressing',
      'It is not ready yet.',
    ],
    [
      'finds no node',
      {
        phase: 'Pending',
        conditions: [
          condition('PodScheduled', 'False', 'Unschedulable', '0/3 nodes'),
        ],
      },
      'degraded',
      '0/3 nodes',
    ],
    [
      'is ready',
      { phase: 'Running', conditions: [condition('Ready', 'True')] },
      'healthy',
      undefined,
    ],
    [
      'was evicted',
      { phase: 'Failed', reason: 'Evicted' },
      'degraded',
      'Evicted',
    ],
    [
      'has run to its end',
      { phase: 'Succeeded' },
      'healthy',
      'It has run to its end.',
    ],
    ['is on a lost node', { phase: 'Unknown' }, 'unknown', undefined],
  ] as const)('a Pod that %s', (_, status, health, message) => {
    expect(computeHealth(pod(status))).toEqual({ health, message });
  });

  const seen = { metadata: { generation: 1 } };
  it.each([
    [
      'StatefulSet',
      'is short of ready pods',
      'apps/v1',
      {
        spec: { replicas: 2 },
        status: { observedGeneration: 1, readyReplicas: 1 },
      },
      'progressing',
    ],
    [
      'StatefulSet',
      'rolls out below its partition only',
      'apps/v1',
      {
        spec: {
          replicas: 3,
          updateStrategy: { rollingUpdate: { partition: 2 } },
        },
        status: {
          observedGeneration: 1,
          readyReplicas: 3,
          replicas: 3,
          updatedReplicas: 1,
          currentRevision: 'a',
          updateRevision: 'b',
        },
      },
      'healthy',
    ],
    [
      'StatefulSet',
      'is in the middle of a rollout',
      'apps/v1',
      {
        spec: { replicas: 3 },
        status: {
          observedGeneration: 1,
          readyReplicas: 3,
          replicas: 3,
          updatedReplicas: 1,
          currentRevision: 'a',
          updateRevision: 'b',
        },
      },
      'progressing',
    ],
    [
      'DaemonSet',
      'is not on every node',
      'apps/v1',
      {
        status: {
          observedGeneration: 1,
          desiredNumberScheduled: 3,
          updatedNumberScheduled: 3,
          numberAvailable: 2,
        },
      },
      'progressing',
    ],
    [
      'ReplicaSet',
      'has all it wants',
      'apps/v1',
      {
        spec: { replicas: 1 },
        status: { observedGeneration: 1, availableReplicas: 1 },
      },
      'healthy',
    ],
    [
      'Job',
      'failed',
      'batch/v1',
      { status: { conditions: [condition('Failed', 'True')] } },
      'degraded',
    ],
    ['Job', 'runs', 'batch/v1', { status: { active: 1 } }, 'progressing'],
    [
      'Job',
      'is complete',
      'batch/v1',
      { status: { conditions: [condition('Complete', 'True')] } },
      'healthy',
    ],
    [
      'CronJob',
      'is suspended',
      'batch/v1',
      { spec: { suspend: true } },
      'suspended',
    ],
    [
      'PersistentVolumeClaim',
      'waits for a volume',
      'v1',
      { status: { phase: 'Pending' } },
      'progressing',
    ],
    [
      'PersistentVolumeClaim',
      'lost its volume',
      'v1',
      { status: { phase: 'Lost' } },
      'degraded',
    ],
    [
      'Service',
      'waits for its load balancer',
      'v1',
      { spec: { type: 'LoadBalancer' }, status: { loadBalancer: {} } },
      'progressing',
    ],
    ['Service', 'is inside the cluster', 'v1', { spec: {} }, 'healthy'],
    ['ConfigMap', 'exists', 'v1', {}, 'healthy'],
    [
      'CustomResourceDefinition',
      'has a name that is taken',
      'apiextensions.k8s.io/v1',
      { status: { conditions: [condition('NamesAccepted', 'False')] } },
      'degraded',
    ],
    [
      'HorizontalPodAutoscaler',
      'cannot read its metrics',
      'autoscaling/v2',
      {
        status: { conditions: [condition('ScalingActive', 'False', 'Failed')] },
      },
      'degraded',
    ],
    [
      'HorizontalPodAutoscaler',
      'is off because there are no replicas',
      'autoscaling/v2',
      {
        status: {
          conditions: [condition('ScalingActive', 'False', 'ScalingDisabled')],
        },
      },
      'healthy',
    ],
    [
      'Certificate',
      'is not ready',
      'cert-manager.io/v1',
      { status: { conditions: [condition('Ready', 'False')] } },
      'degraded',
    ],
    [
      'Certificate',
      'is being made',
      'cert-manager.io/v1',
      { status: { conditions: [condition('Ready', 'Unknown')] } },
      'progressing',
    ],
    [
      'Widget',
      'is stalled',
      'example.com/v1',
      { status: { conditions: [condition('Stalled', 'True')] } },
      'degraded',
    ],
    [
      'Widget',
      'is reconciling',
      'example.com/v1',
      {
        status: {
          conditions: [
            condition('Ready', 'True'),
            condition('Reconciling', 'True'),
          ],
        },
      },
      'progressing',
    ],
    [
      'Widget',
      'lags behind its spec',
      'example.com/v1',
      { status: { observedGeneration: 0 } },
      'progressing',
    ],
  ] as const)('a %s that %s', (kind, _, apiVersion, rest, health) => {
    expect(
      computeHealth(object(apiVersion, kind, { ...seen, ...rest })).health,
    ).toBe(health);
  });

  it('takes what is being deleted for progressing, whatever it says', () => {
    const going = object('v1', 'Pod', {
      metadata: { deletionTimestamp: '2026-11-20T08:00:00Z' },
      status: { phase: 'Running', conditions: [condition('Ready', 'True')] },
    });
    expect(computeHealth(going).health).toBe('progressing');
  });

  it.each([
    [{ suspend: true }, 'True', 'suspended'],
    [{}, 'False', 'degraded'],
    [{}, 'True', 'healthy'],
  ])(
    'judges Flux objects by their status (%j, Ready %s)',
    (spec, ready, health) => {
      const kustomization = object(
        'kustomize.toolkit.fluxcd.io/v1',
        'Kustomization',
        {
          spec,
          status: { conditions: [condition('Ready', ready)] },
        },
      );
      expect(computeHealth(kustomization).health).toBe(health);
    },
  );

  it('does not take a kind of the same name in another group for a workload', () => {
    const other = object('example.com/v1', 'Deployment', {
      spec: { replicas: 5 },
    });
    expect(computeHealth(other).health).toBe('healthy');
  });

  it('answers for anything that a cluster may hold', () => {
    const kinds = fc.constantFrom(
      ['apps/v1', 'Deployment'],
      ['apps/v1', 'StatefulSet'],
      ['batch/v1', 'Job'],
      ['v1', 'Pod'],
      ['v1', 'Service'],
      ['example.com/v1', 'constructor'],
    );
    fc.assert(
      fc.property(kinds, fc.anything(), fc.anything(), (kind, spec, status) => {
        const [apiVersion, name] = kind;
        const { health } = computeHealth(
          object(apiVersion, name, {
            spec: spec as any,
            status: status as any,
          }),
        );
        expect(typeof health).toBe('string');
      }),
    );
  });
});
