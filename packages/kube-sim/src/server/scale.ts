import { errors } from '../store/errors';
import type { KubeObject } from '../store/ObjectStore';
import type { Context } from './Context';
import { decode } from './decode';
import { modify } from './modify';
import { patched, patchType } from './patch';
import { find } from './read';
import type { Target } from './Target';
import { parseWriteOptions } from './writeOptions';

function selectorText(selector: any): string {
  return Object.entries(selector?.matchLabels ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

function scaleOf(object: KubeObject): any {
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: object.spec.replicas },
    status: {
      replicas: object.status?.replicas ?? 0,
      selector: selectorText(object.spec.selector),
    },
  };
}

function change(
  context: Context,
  target: Target,
  object: KubeObject,
  wanted: any,
): void {
  const options = parseWriteOptions(
    context.query,
    context.method === 'PUT' ? 'UpdateOptions' : 'PatchOptions',
  );
  const replicas = wanted.spec?.replicas ?? 0;
  const { name } = object.metadata;
  if (replicas < 0) {
    throw errors.invalid({ group: 'autoscaling', kind: 'Scale' }, name, [
      {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${replicas}: must be greater than or equal to 0`,
        field: 'spec.replicas',
      },
    ]);
  }
  const given = wanted.metadata ?? {};
  if (given.uid && given.uid !== object.metadata.uid) {
    throw errors.conflict(
      target.kind,
      name,
      `the UID in the precondition (${given.uid}) does not match`,
    );
  }
  const next = structuredClone(object);
  next.spec.replicas = replicas;
  if (given.resourceVersion) {
    next.metadata.resourceVersion = given.resourceVersion;
  }
  context.send(
    200,
    scaleOf(modify(context, target, { ...options, previous: object, next })),
  );
}

/** GET, PUT and PATCH of the scale of a workload. */
export async function scale(context: Context, target: Target): Promise<void> {
  const { method } = context;
  if (method === 'GET' || method === 'HEAD') {
    context.send(200, scaleOf(find(context, target)));
    return;
  }
  if (method === 'PUT') {
    const body = await context.body();
    const { value } = decode.object(
      body,
      context.request.headers['content-type'],
      'Scale',
    );
    change(context, target, find(context, target), value);
    return;
  }
  const type = patchType(context, false);
  const body = await context.body();
  const object = find(context, target);
  change(context, target, object, patched(type, scaleOf(object), body, false));
}
