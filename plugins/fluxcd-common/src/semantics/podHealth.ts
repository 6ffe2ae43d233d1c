import { asList } from './asList';
import { asRecord } from './asRecord';
import { asText } from './asText';
import { findCondition } from './findCondition';
import type { HealthView } from './HealthView';
import type { ObjectView } from './readObject';

/** Reasons of a waiting container that do not pass by waiting. */
const STUCK = new Set([
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImageInspectError',
  'ImagePullBackOff',
  'InvalidImageName',
  'RunContainerError',
]);

/** The first container that is stuck, in words. */
function findStuck(status: Record<string, unknown>): string | undefined {
  const all = [
    ...asList(status.initContainerStatuses),
    ...asList(status.containerStatuses),
  ];
  for (const container of all) {
    const waiting = asRecord(asRecord(container.state).waiting);
    const reason = asText(waiting.reason);
    if (reason && STUCK.has(reason)) {
      const message = asText(waiting.message);
      return `Container ${asText(container.name) ?? ''}: ${reason}${
        message ? `: ${message}` : ''
      }`;
    }
  }
  return undefined;
}

/** Health of a Pod. */
export function podHealth({ status }: ObjectView): HealthView {
  const phase = asText(status.phase);
  if (phase === 'Succeeded') {
    return { health: 'healthy', message: 'It has run to its end.' };
  }
  if (phase === 'Failed') {
    return {
      health: 'degraded',
      message: asText(status.message) ?? asText(status.reason) ?? 'It failed.',
    };
  }
  const stuck = findStuck(status);
  if (stuck) return { health: 'degraded', message: stuck };
  const scheduled = findCondition(status, 'PodScheduled');
  if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable') {
    return {
      health: 'degraded',
      message: scheduled.message ?? 'No node takes it.',
    };
  }
  const ready = findCondition(status, 'Ready');
  if (phase === 'Running' && ready?.status === 'True') {
    return { health: 'healthy' };
  }
  if (phase !== 'Running' && phase !== 'Pending') return { health: 'unknown' };
  return {
    health: 'progressing',
    message: ready?.message ?? 'It is not ready yet.',
  };
}
