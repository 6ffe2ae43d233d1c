import { asInteger } from './asInteger';
import { asRecord } from './asRecord';
import { findCondition } from './findCondition';
import type { HealthView } from './HealthView';
import type { ObjectView } from './readObject';

const HEALTHY: HealthView = { health: 'healthy' };

const waiting = (message: string): HealthView => ({
  health: 'progressing',
  message,
});

const lagging: HealthView = waiting(
  'Its controller has not looked at the newest change yet.',
);

/** What a controller counts: absent is none. */
const counter = (status: Record<string, unknown>) => (name: string) =>
  asInteger(status[name]) ?? 0;

function deployment({ spec, status }: ObjectView): HealthView {
  const wanted = asInteger(spec.replicas) ?? 1;
  const count = counter(status);
  const progressing = findCondition(status, 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return {
      health: 'degraded',
      message: progressing.message ?? 'The rollout makes no progress.',
    };
  }
  const failure = findCondition(status, 'ReplicaFailure');
  if (failure?.status === 'True') {
    return { health: 'degraded', message: failure.message };
  }
  if (spec.paused === true) {
    return { health: 'suspended', message: 'Its rollout is paused.' };
  }
  const updated = count('updatedReplicas');
  if (updated < wanted) {
    return waiting(`${updated} of ${wanted} pods are of the newest version.`);
  }
  if (count('replicas') > updated) {
    return waiting(`${count('replicas') - updated} old pods are still there.`);
  }
  const available = count('availableReplicas');
  if (available < wanted) {
    return waiting(`${available} of ${wanted} pods are available.`);
  }
  return HEALTHY;
}

function statefulSet({ spec, status }: ObjectView): HealthView {
  const wanted = asInteger(spec.replicas) ?? 1;
  const count = counter(status);
  if (count('readyReplicas') < wanted) {
    return waiting(`${count('readyReplicas')} of ${wanted} pods are ready.`);
  }
  if (count('replicas') > wanted) {
    return waiting(`${count('replicas') - wanted} pods are still to go.`);
  }
  const strategy = asRecord(spec.updateStrategy);
  // Pods are then replaced by whoever deletes them.
  if (strategy.type === 'OnDelete') return HEALTHY;
  const partition = asInteger(asRecord(strategy.rollingUpdate).partition) ?? 0;
  const toUpdate = Math.max(wanted - partition, 0);
  const isUpdating = status.currentRevision !== status.updateRevision;
  if (isUpdating && count('updatedReplicas') < toUpdate) {
    return waiting(
      `${count(
        'updatedReplicas',
      )} of ${toUpdate} pods are of the newest version.`,
    );
  }
  return HEALTHY;
}

function daemonSet({ spec, status }: ObjectView): HealthView {
  const count = counter(status);
  const wanted = count('desiredNumberScheduled');
  const byHand = asRecord(spec.updateStrategy).type === 'OnDelete';
  if (!byHand && count('updatedNumberScheduled') < wanted) {
    return waiting(
      `${count(
        'updatedNumberScheduled',
      )} of ${wanted} pods are of the newest version.`,
    );
  }
  if (count('numberAvailable') < wanted) {
    return waiting(
      `${count('numberAvailable')} of ${wanted} pods are available.`,
    );
  }
  return HEALTHY;
}

function replicaSet({ spec, status }: ObjectView): HealthView {
  const wanted = asInteger(spec.replicas) ?? 1;
  const failure = findCondition(status, 'ReplicaFailure');
  if (failure?.status === 'True') {
    return { health: 'degraded', message: failure.message };
  }
  const available = counter(status)('availableReplicas');
  return available < wanted
    ? waiting(`${available} of ${wanted} pods are available.`)
    : HEALTHY;
}

function job({ spec, status }: ObjectView): HealthView {
  const failed = findCondition(status, 'Failed');
  if (failed?.status === 'True') {
    return { health: 'degraded', message: failed.message ?? failed.reason };
  }
  if (findCondition(status, 'Complete')?.status === 'True') return HEALTHY;
  if (spec.suspend === true) {
    return { health: 'suspended', message: 'It is suspended.' };
  }
  return waiting('It has not finished yet.');
}

function cronJob({ spec }: ObjectView): HealthView {
  return spec.suspend === true
    ? { health: 'suspended', message: 'It is suspended.' }
    : HEALTHY;
}

const RULES: Record<string, (view: ObjectView) => HealthView> = {
  'apps/Deployment': deployment,
  'apps/StatefulSet': statefulSet,
  'apps/DaemonSet': daemonSet,
  'apps/ReplicaSet': replicaSet,
  'batch/Job': job,
  'batch/CronJob': cronJob,
};
/** Their controllers always report the generation, so that without one nothing was looked at yet. */
const REPORTING = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
]);

/** Health of the kinds that run pods; undefined for others. */
export function workloadHealth(view: ObjectView): HealthView | undefined {
  const key = `${view.group}/${view.kind}`;
  const rule = Object.hasOwn(RULES, key) ? RULES[key] : undefined;
  if (!rule) return undefined;
  const isUnseen =
    REPORTING.has(view.kind) &&
    view.generation !== undefined &&
    asInteger(view.status.observedGeneration) === undefined;
  return isUnseen ? lagging : rule(view);
}
