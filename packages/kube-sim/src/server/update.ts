import { errors } from '../store/errors';
import type { KubeObject } from '../store/ObjectStore';
import { admit } from './admit';
import type { Context } from './Context';
import { checkNamespace, checkType } from './create';
import { decode } from './decode';
import { modify } from './modify';
import { sendObject } from './read';
import { objectKey } from './objectKey';
import type { Target } from './Target';
import { parseWriteOptions } from './writeOptions';

/** PUT of an object or of its status. */
export async function update(context: Context, target: Target): Promise<void> {
  const { kind } = target;
  const { info, query, store } = context;
  const options = parseWriteOptions(query, 'UpdateOptions');
  const body = await context.body();
  const { value, duplicate } = decode.object(
    body,
    context.request.headers['content-type'],
    kind.kind,
  );
  const given: KubeObject = { ...value, metadata: { ...value.metadata } };
  checkType(target, given);
  const { name, uid, resourceVersion } = given.metadata;
  if (name !== info.name) {
    throw errors.badRequest(
      `the name of the object (${
        name ?? ''
      }) does not match the name on the URL (${info.name})`,
    );
  }
  const next = admit.fields(context, target, given, { ...options, duplicate });
  checkNamespace(context, target, next);
  const previous = store.storeOf(kind).get(objectKey(context, target));
  if (!previous) {
    throw errors.notFound(kind, info.name);
  }
  if (uid && uid !== previous.metadata.uid) {
    throw errors.conflict(
      kind,
      name,
      `StorageError: invalid object, Code: 4, Key: /registry/${kind.group}/${kind.plural}/${info.namespace}/${name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${previous.metadata.uid}`,
    );
  }
  if (kind.custom && !resourceVersion) {
    throw errors.invalid({ group: kind.group, kind: kind.plural }, name, [
      {
        reason: 'FieldValueInvalid',
        message: 'Invalid value: 0: must be specified for an update',
        field: 'metadata.resourceVersion',
      },
    ]);
  }
  sendObject(
    context,
    target,
    200,
    modify(context, target, { ...options, previous, next }),
  );
}
