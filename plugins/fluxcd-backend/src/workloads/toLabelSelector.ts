import type { WorkloadObject } from './WorkloadObject';

type Selector = NonNullable<WorkloadObject['spec']['selector']>;

function expression({
  key,
  operator,
  values = [],
}: Selector['matchExpressions'][number]): string | undefined {
  switch (operator) {
    case 'In':
      return `${key} in (${values.join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return undefined;
  }
}

/**
 * The selector of a workload as a query parameter; undefined when it selects nothing or cannot be written, for then a
 * list would hold everything.
 */
export function toLabelSelector(
  selector: WorkloadObject['spec']['selector'],
): string | undefined {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const parts = [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(expression),
  ];
  if (!parts.length || parts.includes(undefined)) return undefined;
  return parts.join(',');
}
