import { randomBytes } from 'node:crypto';
import { ApiError } from '../store/ApiError';
import { errors } from '../store/errors';
import type { KubeObject } from '../store/ObjectStore';
import { admit } from './admit';
import type { Context } from './Context';
import { decode } from './decode';
import { sendObject } from './read';
import { serialize } from './serialize';
import type { Target } from './Target';
import { parseWriteOptions } from './writeOptions';

/** The letters that the API server makes generated names of. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

function suffix(): string {
  return [...randomBytes(5)]
    .map(byte => LETTERS[byte % LETTERS.length])
    .join('');
}

/** Checks that a body is of the kind and version that the path names. */
export function checkType(target: Target, object: KubeObject): void {
  const { kind, version } = target;
  if (object.kind !== kind.kind) {
    throw kind.custom
      ? errors.invalid(
          { group: kind.group, kind: object.kind },
          object.metadata?.name ?? '',
          [
            {
              reason: 'FieldValueInvalid',
              message: `Invalid value: ${JSON.stringify(
                object.kind,
              )}: must be ${kind.kind}`,
              field: 'kind',
            },
          ],
        )
      : errors.badRequest(
          `${object.kind} in version ${JSON.stringify(
            object.apiVersion,
          )} cannot be handled as a ${kind.kind}: no kind "${
            object.kind
          }" is registered for this resource`,
        );
  }
  const expected = serialize.apiVersionOf(kind, version.version);
  if (object.apiVersion !== expected) {
    throw errors.badRequest(
      `the API version in the data (${object.apiVersion}) does not match the expected API version (${expected})`,
    );
  }
}

/** The namespace of an object must be that of its path, or be left out. */
export function checkNamespace(
  context: Context,
  target: Target,
  object: KubeObject,
): void {
  const given = object.metadata.namespace;
  if (target.kind.namespaced) {
    if (given && given !== context.info.namespace) {
      throw errors.badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    }
    object.metadata.namespace = context.info.namespace;
  } else {
    delete object.metadata.namespace;
  }
}

/** POST to a collection. */
export async function create(context: Context, target: Target): Promise<void> {
  const { kind } = target;
  const { store, query, info } = context;
  const options = parseWriteOptions(query, 'CreateOptions');
  const body = await context.body();
  const { value, duplicate } = decode.object(
    body,
    context.request.headers['content-type'],
    kind.kind,
  );
  const given: KubeObject = { ...value, metadata: { ...value.metadata } };
  if (
    kind.custom &&
    given.kind === kind.kind &&
    given.apiVersion !== serialize.apiVersionOf(kind, target.version.version) &&
    options.validation === 'Strict'
  ) {
    // The server looks for a schema of the other version, finds none and knows no field at all.
    throw errors.badRequest(
      `${kind.kind} in version ${JSON.stringify(
        given.apiVersion.split('/').pop(),
      )} cannot be handled as a ${
        kind.kind
      }: strict decoding error: unknown field "spec"`,
    );
  }
  checkType(target, given);
  let object = admit.fields(context, target, given, { ...options, duplicate });
  checkNamespace(context, target, object);
  if (info.name && object.metadata.name !== info.name) {
    throw errors.badRequest(
      `the name of the object (${
        object.metadata.name ?? ''
      }) does not match the name on the URL (${info.name})`,
    );
  }
  const { metadata } = object as any;
  if (metadata.resourceVersion) {
    throw new ApiError({
      code: 500,
      message: 'resourceVersion should not be set on objects to be created',
    });
  }
  if (!metadata.name && metadata.generateName) {
    metadata.name = `${metadata.generateName}${suffix()}`;
  }
  if (
    kind.namespaced &&
    !store.get('', 'Namespace', undefined, info.namespace)
  ) {
    throw errors.notFound(
      { group: '', plural: 'namespaces', kind: 'Namespace' },
      info.namespace,
    );
  }
  if (kind.subresources.some(({ name }) => name === 'status')) {
    delete object.status;
  }
  for (const field of [
    'uid',
    'generation',
    'managedFields',
    'creationTimestamp',
    'selfLink',
  ]) {
    delete metadata[field];
  }
  object = structuredClone(object);
  admit.values(target, object);
  const made = store.insert({
    kind,
    object,
    writer: { manager: context.manager, operation: 'Update' },
    dryRun: options.dryRun,
  });
  sendObject(context, target, 201, made);
}
