import type { KubeObject } from './ObjectStore';

function fill(target: any, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    target[name] ??= structuredClone(value);
  }
}

function podSpec(spec: any): void {
  fill(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  for (const container of [
    ...(spec.containers ?? []),
    ...(spec.initContainers ?? []),
  ]) {
    const tag = /:([^/:]+)$/.exec(container.image ?? '')?.[1];
    fill(container, {
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      imagePullPolicy:
        tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent',
    });
    for (const port of container.ports ?? []) {
      fill(port, { protocol: 'TCP' });
    }
  }
}

const DEFAULTS: Record<string, (object: any) => void> = {
  'apps/Deployment': ({ spec }) => {
    fill(spec, {
      replicas: 1,
      strategy: {},
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
    fill(spec.strategy, { type: 'RollingUpdate' });
    if (spec.strategy.type === 'RollingUpdate') {
      fill(spec.strategy, { rollingUpdate: {} });
      fill(spec.strategy.rollingUpdate, {
        maxUnavailable: '25%',
        maxSurge: '25%',
      });
    }
    podSpec(spec.template.spec);
  },
  'apps/ReplicaSet': ({ spec }) => {
    fill(spec, { replicas: 1 });
    podSpec(spec.template.spec);
  },
  'apps/StatefulSet': ({ spec }) => {
    fill(spec, {
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      revisionHistoryLimit: 10,
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { partition: 0 },
      },
    });
    podSpec(spec.template.spec);
  },
  'apps/DaemonSet': ({ spec }) => {
    fill(spec, { revisionHistoryLimit: 10 });
    podSpec(spec.template.spec);
  },
  '/Pod': object => {
    podSpec(object.spec);
    fill(object.spec, {
      serviceAccountName: 'default',
      enableServiceLinks: true,
    });
    fill(object, { status: {} });
    fill(object.status, { phase: 'Pending' });
  },
  '/Service': ({ spec }) => {
    fill(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
    for (const port of spec.ports ?? []) {
      fill(port, { protocol: 'TCP', targetPort: port.port });
    }
  },
  '/Namespace': object => {
    object.metadata.labels = {
      ...object.metadata.labels,
      'kubernetes.io/metadata.name': object.metadata.name,
    };
    object.spec ??= {};
    fill(object.spec, { finalizers: ['kubernetes'] });
    object.status ??= {};
    fill(object.status, { phase: 'Active' });
  },
  '/Secret': object => {
    fill(object, { type: 'Opaque' });
    for (const [name, text] of Object.entries(object.stringData ?? {})) {
      object.data = {
        ...object.data,
        [name]: Buffer.from(String(text)).toString('base64'),
      };
    }
    delete object.stringData;
  },
  'batch/Job': ({ spec }) => {
    fill(spec, { backoffLimit: 6, completions: 1, parallelism: 1 });
  },
};

/** Fills in what the API server fills in for built-in kinds, as far as clients of this suite look at it. */
export function builtinDefaults(group: string, object: KubeObject): void {
  const apply = DEFAULTS[`${group}/${object.kind}`];
  // An incomplete object is left as it is: validation is what refuses it.
  try {
    apply?.(object);
  } catch (error) {
    if (!(error instanceof TypeError)) {
      throw error;
    }
  }
}
