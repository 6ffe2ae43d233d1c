import { asText } from './asText';
import type { HealthView } from './HealthView';

/**
 * Health by the conditions that objects of any kind may carry. `Stalled` and `Reconciling` are kstatus's own; `Ready`
 * and `Available` are what most controllers write. Without any of them an object is healthy by existing.
 */
export function conditionHealth(
  conditions: readonly Record<string, unknown>[],
): HealthView {
  const find = (type: string) => conditions.find(c => c.type === type);
  const words = (c: Record<string, unknown>) =>
    asText(c.message) ?? asText(c.reason);
  const stalled = find('Stalled');
  if (stalled?.status === 'True') {
    return { health: 'degraded', message: words(stalled) };
  }
  const reconciling = find('Reconciling');
  if (reconciling?.status === 'True') {
    return { health: 'progressing', message: words(reconciling) };
  }
  const main = find('Ready') ?? find('Available');
  if (!main || main.status === 'True') return { health: 'healthy' };
  return {
    health: main.status === 'False' ? 'degraded' : 'progressing',
    message: words(main),
  };
}
