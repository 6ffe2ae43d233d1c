import type { KubeObject } from '../store/ObjectStore';
import { humanDuration } from './humanDuration';

export interface BuiltinColumn {
  name: string;
  type: string;
  format: string;
  description: string;
  priority: number;
  cell: (object: KubeObject) => unknown;
}

function column(
  name: string,
  cell: (object: any) => unknown,
  options: { type?: string; priority?: number; description?: string } = {},
): BuiltinColumn {
  return {
    name,
    type: options.type ?? 'string',
    format: '',
    description: options.description ?? `${name} of the object.`,
    priority: options.priority ?? 0,
    cell,
  };
}

function since(time: string | undefined): string {
  return time ? humanDuration(Date.now() - Date.parse(time)) : '<unknown>';
}

const AGE = column('Age', object => since(object.metadata.creationTimestamp));
const wide = { priority: 1 };
const integer = { type: 'integer' };

function podStatus(pod: any): string {
  if (pod.metadata.deletionTimestamp) {
    return 'Terminating';
  }
  let reason = pod.status?.reason || pod.status?.phase || 'Unknown';
  for (const status of pod.status?.containerStatuses ?? []) {
    const { waiting, terminated } = status.state ?? {};
    if (waiting?.reason) {
      reason = waiting.reason;
    } else if (terminated) {
      reason = terminated.reason || `ExitCode:${terminated.exitCode}`;
    }
  }
  const gated = (pod.status?.conditions ?? []).find(
    (one: any) =>
      one.type === 'PodScheduled' && one.reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : reason;
}

function podReady(pod: any): string {
  const statuses = pod.status?.containerStatuses ?? [];
  const ready = statuses.filter((status: any) => status.ready).length;
  return `${ready}/${(pod.spec?.containers ?? []).length}`;
}

function podRestarts(pod: any): string {
  const statuses = pod.status?.containerStatuses ?? [];
  const count = statuses.reduce(
    (sum: number, status: any) => sum + (status.restartCount ?? 0),
    0,
  );
  const last = statuses
    .map((status: any) => status.lastState?.terminated?.finishedAt)
    .filter(Boolean)
    .sort()
    .pop();
  return last && count > 0 ? `${count} (${since(last)} ago)` : String(count);
}

function containers(object: any): any[] {
  return object.spec?.template?.spec?.containers ?? [];
}

const COLUMNS: Record<string, BuiltinColumn[]> = {
  Pod: [
    column('Ready', podReady, {
      description:
        'The aggregate readiness state of this pod for accepting traffic.',
    }),
    column('Status', podStatus),
    column('Restarts', podRestarts),
    AGE,
    column('IP', pod => pod.status?.podIP ?? '<none>', wide),
    column('Node', pod => pod.spec?.nodeName ?? '<none>', wide),
    column('Nominated Node', () => '<none>', wide),
    column('Readiness Gates', () => '<none>', wide),
  ],
  Deployment: [
    column(
      'Ready',
      ({ status, spec }) =>
        `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    ),
    column('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0, integer),
    column(
      'Available',
      ({ status }) => status?.availableReplicas ?? 0,
      integer,
    ),
    AGE,
    column(
      'Containers',
      one =>
        containers(one)
          .map(c => c.name)
          .join(','),
      wide,
    ),
    column(
      'Images',
      one =>
        containers(one)
          .map(c => c.image)
          .join(','),
      wide,
    ),
    column(
      'Selector',
      ({ spec }) =>
        Object.entries(spec.selector?.matchLabels ?? {})
          .map(([name, value]) => `${name}=${value}`)
          .join(','),
      wide,
    ),
  ],
  ReplicaSet: [
    column('Desired', ({ spec }) => spec.replicas ?? 0, integer),
    column('Current', ({ status }) => status?.replicas ?? 0, integer),
    column('Ready', ({ status }) => status?.readyReplicas ?? 0, integer),
    AGE,
  ],
  StatefulSet: [
    column(
      'Ready',
      ({ status, spec }) =>
        `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
    ),
    AGE,
  ],
  DaemonSet: [
    column(
      'Desired',
      ({ status }) => status?.desiredNumberScheduled ?? 0,
      integer,
    ),
    column(
      'Current',
      ({ status }) => status?.currentNumberScheduled ?? 0,
      integer,
    ),
    column('Ready', ({ status }) => status?.numberReady ?? 0, integer),
    AGE,
  ],
  Namespace: [column('Status', ({ status }) => status?.phase ?? ''), AGE],
  ConfigMap: [
    column(
      'Data',
      ({ data, binaryData }) =>
        Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length,
    ),
    AGE,
  ],
  Secret: [
    column('Type', ({ type }) => type ?? ''),
    column('Data', ({ data }) => Object.keys(data ?? {}).length),
    AGE,
  ],
  ServiceAccount: [
    column('Secrets', ({ secrets }) => (secrets ?? []).length),
    AGE,
  ],
  Service: [
    column('Type', ({ spec }) => spec?.type ?? ''),
    column('Cluster-IP', ({ spec }) => spec?.clusterIP ?? '<none>'),
    column('External-IP', () => '<none>'),
    column(
      'Port(s)',
      ({ spec }) =>
        (spec?.ports ?? [])
          .map((port: any) => `${port.port}/${port.protocol}`)
          .join(',') || '<none>',
    ),
    AGE,
  ],
  Event: [
    column('Last Seen', event =>
      since(event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp),
    ),
    column('Type', ({ type }) => type ?? ''),
    column('Reason', ({ reason }) => reason ?? ''),
    column(
      'Object',
      ({ involvedObject: { kind, name } }) =>
        `${String(kind).toLowerCase()}/${name}`,
    ),
    column('Message', ({ message }) => String(message ?? '').trim()),
    column('Count', ({ count }) => count ?? 1, {
      type: 'integer',
      priority: 1,
    }),
  ],
  Node: [
    column('Status', ({ status }) =>
      (status?.conditions ?? []).some(
        (one: any) => one.type === 'Ready' && one.status === 'True',
      )
        ? 'Ready'
        : 'NotReady',
    ),
    column('Roles', () => '<none>'),
    AGE,
    column('Version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
  ],
  Job: [
    column('Status', ({ status }) =>
      status?.succeeded ? 'Complete' : 'Running',
    ),
    column(
      'Completions',
      ({ status, spec }) =>
        `${status?.succeeded ?? 0}/${spec.completions ?? 1}`,
    ),
    AGE,
  ],
  CustomResourceDefinition: [
    column('Created At', ({ metadata }) => metadata.creationTimestamp),
  ],
};

/** The columns that `kubectl get` shows for a built-in kind, after the name. */
export function builtinColumns(kind: string): BuiltinColumn[] {
  return COLUMNS[kind] ?? [AGE];
}
