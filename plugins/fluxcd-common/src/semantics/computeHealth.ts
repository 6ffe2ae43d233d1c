import { asList } from './asList';
import { computeStatus } from './computeStatus';
import type { FluxObject } from './FluxObject';
import { findFluxKind } from './kinds';
import { builtinHealth } from './builtinHealth';
import { conditionHealth } from './conditionHealth';
import type { HealthView } from './HealthView';
import { podHealth } from './podHealth';
import { readObject, type ObjectView } from './readObject';
import { workloadHealth } from './workloadHealth';

const FLUX_HEALTH = {
  failed: 'degraded',
  progressing: 'progressing',
  waiting: 'progressing',
  deleting: 'progressing',
  suspended: 'suspended',
  unknown: 'unknown',
  ready: 'healthy',
} as const;

function judge(view: ObjectView): HealthView {
  const { group, kind } = view;
  if (view.deleting) {
    return { health: 'progressing', message: 'It is being deleted.' };
  }
  if (group === '' && kind === 'Pod') return podHealth(view);
  // Of kinds that we do not know, only a controller that reports its generation can be believed to lag.
  const observed = view.status.observedGeneration;
  if (
    typeof observed === 'number' &&
    view.generation !== undefined &&
    observed < view.generation
  ) {
    return {
      health: 'progressing',
      message: 'Its controller has not looked at the newest change yet.',
    };
  }
  return (
    workloadHealth(view) ??
    builtinHealth(view) ??
    conditionHealth(asList(view.status.conditions))
  );
}

/**
 * The health of any Kubernetes object out of its own status, following the conventions that Flux's health checks
 * follow (kstatus) and going beyond them in two points: containers that crash or whose image cannot be pulled are
 * `degraded` at once, and so is a condition `Ready=False`. An object without a status is healthy by existing.
 * @public
 */
export function computeHealth(object: FluxObject): HealthView {
  const view = readObject(object);
  if (findFluxKind(view.group, view.kind)) {
    const { status, message } = computeStatus(object);
    return { health: FLUX_HEALTH[status], message };
  }
  return judge(view);
}
