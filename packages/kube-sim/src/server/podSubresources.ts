import { ApiError } from '../store/ApiError';
import { errors } from '../store/errors';
import type { KubeObject } from '../store/ObjectStore';
import type { Context } from './Context';
import { decode } from './decode';
import { find } from './read';
import type { Target } from './Target';
import { parseWriteOptions } from './writeOptions';

function success(context: Context): void {
  context.send(201, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    code: 201,
  });
}

function labelsMatch(pod: KubeObject, selector: any): boolean {
  const labels = pod.metadata.labels ?? {};
  return Object.entries(selector?.matchLabels ?? {}).every(
    ([name, value]) => labels[name] === value,
  );
}

/** POST of an eviction: a deletion that a disruption budget may refuse. */
export async function evict(context: Context, target: Target): Promise<void> {
  const { store } = context;
  const { dryRun } = parseWriteOptions(context.query, 'CreateOptions');
  decode.object(
    await context.body(),
    context.request.headers['content-type'],
    'Eviction',
  );
  const pod = find(context, target);
  const budget = store
    .list('policy', 'PodDisruptionBudget', pod.metadata.namespace)
    .find(one => labelsMatch(pod, one.spec.selector));
  if (budget && (budget.status?.disruptionsAllowed ?? 0) < 1) {
    const { desiredHealthy = 1, currentHealthy = 1 } = budget.status ?? {};
    throw new ApiError({
      code: 429,
      reason: 'TooManyRequests',
      message:
        "Cannot evict pod as it would violate the pod's disruption budget.",
      details: {
        causes: [
          {
            reason: 'DisruptionBudget',
            message: `The disruption budget ${budget.metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
          },
        ],
      },
    });
  }
  store.remove({ kind: target.kind, object: pod, dryRun });
  success(context);
}

/** POST of a binding: puts a pod on a node. */
export async function bind(context: Context, target: Target): Promise<void> {
  const { store, info } = context;
  const { value } = decode.object(
    await context.body(),
    context.request.headers['content-type'],
    'Binding',
  );
  const pod = find(context, target);
  const refuse = (why: string) =>
    errors.conflict(
      { group: '', plural: 'pods/binding', kind: '' },
      info.name,
      why,
    );
  if (pod.spec.schedulingGates?.length) {
    throw refuse(`pod ${info.name} has non-empty .spec.schedulingGates`);
  }
  if (pod.spec.nodeName) {
    throw refuse(
      `pod ${info.name} is already assigned to node "${pod.spec.nodeName}"`,
    );
  }
  store.replace({
    kind: target.kind,
    previous: pod,
    next: { ...pod, spec: { ...pod.spec, nodeName: value.target?.name } },
    writer: {
      manager: context.manager,
      operation: 'Update',
      subresource: 'binding',
    },
  });
  success(context);
}
