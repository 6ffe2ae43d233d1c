import { errors } from '../store/errors';
import type { KubeObject } from '../store/ObjectStore';
import type { Context } from './Context';
import { tooLarge } from './listOptions';
import { partialMetadata } from './partialMetadata';
import { serialize } from './serialize';
import { table } from './table';
import { objectKey } from './objectKey';
import type { Target } from './Target';

/** Finds the object that a path names, or refuses. */
export function find(context: Context, target: Target): KubeObject {
  const { info, store } = context;
  const object = store.storeOf(target.kind).get(objectKey(context, target));
  if (!object) {
    throw errors.notFound(target.kind, info.name);
  }
  return object;
}

/** Sends one object in the form that the client asked for. */
export function sendObject(
  context: Context,
  target: Target,
  code: number,
  object: KubeObject,
): void {
  const { kind, version } = target;
  const accept = context.accept(kind.custom);
  if (accept.as === 'Table') {
    const { resourceVersion } = object.metadata;
    const { query } = context;
    context.send(
      code,
      table([object], target, { metadata: { resourceVersion }, query }),
      accept,
    );
  } else if (accept.as === 'PartialObjectMetadata') {
    context.send(code, partialMetadata(object), accept);
  } else {
    context.sendJson(
      code,
      serialize.object(object, kind, version.version),
      accept,
    );
  }
}

/** GET of one object. */
export function read(context: Context, target: Target): void {
  context.accept(target.kind.custom);
  const version = Number(context.query.get('resourceVersion') ?? 0);
  if (version > context.store.version) {
    throw tooLarge(version, context.store.version);
  }
  sendObject(context, target, 200, find(context, target));
}
