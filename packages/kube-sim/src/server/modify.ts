import { isDeepStrictEqual } from 'node:util';
import type { StatusCause } from '../store/ApiError';
import { errors } from '../store/errors';
import type { KubeObject } from '../store/ObjectStore';
import { admit } from './admit';
import type { Context } from './Context';
import type { Target } from './Target';
import type { WriteOptions } from './writeOptions';

function checkMetadata(previous: KubeObject, next: KubeObject): StatusCause[] {
  const causes: StatusCause[] = [];
  const { uid, finalizers = [], deletionTimestamp } = previous.metadata;
  if (next.metadata.uid && next.metadata.uid !== uid) {
    causes.push({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(
        next.metadata.uid,
      )}: field is immutable`,
      field: 'metadata.uid',
    });
  }
  const added = (next.metadata.finalizers ?? []).filter(
    name => !finalizers.includes(name),
  );
  if (deletionTimestamp && added.length > 0) {
    causes.push({
      reason: 'FieldValueForbidden',
      message: `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${added
        .map(name => JSON.stringify(name))
        .join(', ')}}`,
      field: 'metadata.finalizers',
    });
  }
  // The API server runs this check twice and reports both.
  return [...causes, ...causes];
}

/** Stores a changed object in place of the live one: the common end of PUT, PATCH and apply. */
export function modify(
  context: Context,
  target: Target,
  options: WriteOptions & {
    previous: KubeObject;
    next: KubeObject;
    operation?: 'Apply' | 'Update';
    managed?: unknown[];
  },
): KubeObject {
  const { previous, managed, dryRun } = options;
  const { kind } = target;
  const { info, store } = context;
  const next = structuredClone(options.next);
  const { name, resourceVersion } = previous.metadata;
  if (
    next.metadata.resourceVersion &&
    next.metadata.resourceVersion !== resourceVersion
  ) {
    throw errors.modified(kind, name);
  }
  const causes = checkMetadata(previous, next);
  if (causes.length > 0) {
    throw errors.invalid(kind, name, causes);
  }
  const { subresource } = info;
  let wanted: KubeObject;
  if (subresource === 'status') {
    wanted = { ...previous, status: next.status };
  } else {
    wanted = next;
    if (kind.subresources.some(one => one.name === 'status')) {
      if (previous.status === undefined) {
        delete wanted.status;
      } else {
        wanted.status = previous.status;
      }
    }
    if (kind.kind === 'Namespace') {
      wanted.spec = previous.spec;
    }
  }
  wanted = structuredClone(wanted);
  if (!isDeepStrictEqual(wanted, previous)) {
    admit.values(target, wanted);
  }
  return store.replace({
    kind,
    previous,
    next: wanted,
    writer: {
      manager: context.manager,
      operation: options.operation ?? 'Update',
      ...(subresource ? { subresource } : {}),
    },
    managed,
    dryRun,
  });
}
