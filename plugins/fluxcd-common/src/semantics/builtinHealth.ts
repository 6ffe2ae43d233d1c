import { asList } from './asList';
import { asRecord } from './asRecord';
import { asText } from './asText';
import { findCondition } from './findCondition';
import type { HealthView } from './HealthView';
import type { ObjectView } from './readObject';

const HEALTHY: HealthView = { health: 'healthy' };

function claim({ status }: ObjectView): HealthView {
  const phase = asText(status.phase);
  if (phase === 'Bound') return HEALTHY;
  return phase === 'Lost'
    ? { health: 'degraded', message: 'Its volume is lost.' }
    : { health: 'progressing', message: 'It is not bound to a volume yet.' };
}

function service({ spec, status }: ObjectView): HealthView {
  const addresses = asList(asRecord(status.loadBalancer).ingress);
  return spec.type === 'LoadBalancer' && !addresses.length
    ? {
        health: 'progressing',
        message: 'It has no address of a load balancer yet.',
      }
    : HEALTHY;
}

function namespace({ status }: ObjectView): HealthView {
  return asText(status.phase) === 'Terminating'
    ? { health: 'progressing', message: 'It is being deleted.' }
    : HEALTHY;
}

function definition({ status }: ObjectView): HealthView {
  const names = findCondition(status, 'NamesAccepted');
  if (names?.status === 'False') {
    return { health: 'degraded', message: names.message };
  }
  return findCondition(status, 'Established')?.status === 'True'
    ? HEALTHY
    : { health: 'progressing', message: 'It is not served yet.' };
}

/** An autoscaler that is switched off by zero replicas is so by choice. */
function autoscaler({ status }: ObjectView): HealthView {
  for (const type of ['AbleToScale', 'ScalingActive']) {
    const condition = findCondition(status, type);
    if (
      condition?.status === 'False' &&
      condition.reason !== 'ScalingDisabled'
    ) {
      return { health: 'degraded', message: condition.message };
    }
  }
  return HEALTHY;
}

/** Its conditions say whether pods may be evicted now, which is no matter of health. */
function disruptionBudget(): HealthView {
  return HEALTHY;
}

const RULES: Record<string, (view: ObjectView) => HealthView> = {
  '/PersistentVolumeClaim': claim,
  '/Service': service,
  '/Namespace': namespace,
  'apiextensions.k8s.io/CustomResourceDefinition': definition,
  'autoscaling/HorizontalPodAutoscaler': autoscaler,
  'policy/PodDisruptionBudget': disruptionBudget,
};

/** Health of Kubernetes' own kinds that do not follow the common conditions; undefined for others. */
export function builtinHealth(view: ObjectView): HealthView | undefined {
  const key = `${view.group}/${view.kind}`;
  return Object.hasOwn(RULES, key) ? RULES[key](view) : undefined;
}
