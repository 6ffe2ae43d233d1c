import { ApiError } from '../store/ApiError';
import { applyPatch, type ApplyConflict } from '../store/applyPatch';
import { errors } from '../store/errors';
import type { KubeObject } from '../store/ObjectStore';
import { admit } from './admit';
import type { Context } from './Context';
import { checkNamespace, checkType } from './create';
import { modify } from './modify';
import { sendObject } from './read';
import type { Target } from './Target';
import type { WriteOptions } from './writeOptions';

function describe({ manager, operation, apiVersion }: ApplyConflict): string {
  return operation === 'Update'
    ? `"${manager}" using ${apiVersion}`
    : `"${manager}"`;
}

function conflictError(conflicts: ApplyConflict[]): ApiError {
  const groups = new Map<string, string[]>();
  for (const conflict of conflicts) {
    const who = describe(conflict);
    groups.set(who, [...(groups.get(who) ?? []), conflict.path]);
  }
  const text = [...groups].map(([who, paths]) =>
    paths.length === 1
      ? `conflict with ${who}: ${paths[0]}`
      : `conflicts with ${who}:\n${paths.map(path => `- ${path}`).join('\n')}`,
  );
  const count = conflicts.length;
  return new ApiError({
    code: 409,
    reason: 'Conflict',
    message: `Apply failed with ${count} conflict${
      count === 1 ? '' : 's'
    }: ${text.join('\n')}`,
    details: {
      causes: conflicts.map(conflict => ({
        reason: 'FieldManagerConflict',
        message: `conflict with ${describe(conflict)}`,
        field: conflict.path,
      })),
    },
  });
}

/** PATCH with an apply configuration: creates or merges, and moves field ownership. */
export function apply(
  context: Context,
  target: Target,
  options: WriteOptions & {
    previous: KubeObject | undefined;
    applied: KubeObject;
  },
): void {
  const { kind } = target;
  const { info, store } = context;
  const { previous, force, dryRun } = options;
  if (typeof options.applied !== 'object' || options.applied === null) {
    throw errors.badRequest('error decoding YAML: the body is not an object');
  }
  const given: KubeObject = {
    ...options.applied,
    metadata: { ...options.applied.metadata },
  };
  if (given.metadata.managedFields) {
    throw errors.badRequest('metadata.managedFields must be nil');
  }
  checkType(target, given);
  given.metadata.name ??= info.name;
  if (given.metadata.name !== info.name) {
    throw errors.badRequest(
      `the name of the object (${given.metadata.name}) does not match the name on the URL (${info.name})`,
    );
  }
  checkNamespace(context, target, given);
  const { uid, resourceVersion } = given.metadata;
  delete given.metadata.uid;
  delete given.metadata.resourceVersion;
  let applied = admit.fields(context, target, given, {
    ...options,
    isPatch: false,
  });
  if (info.subresource === 'status') {
    const { apiVersion, kind: name, metadata, status } = applied;
    applied = { apiVersion, kind: name, metadata, status };
  } else if (kind.subresources.some(one => one.name === 'status')) {
    applied = { ...applied };
    delete applied.status;
  }
  if (!previous && info.subresource) {
    throw errors.notFound(kind, info.name);
  }
  const manager = context.query.get('fieldManager')!;
  const result = applyPatch({
    live: previous,
    applied,
    shape: store.shapeOf(kind, applied.apiVersion),
    manager,
    subresource: info.subresource || undefined,
    force,
    time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
  });
  if (result.conflicts.length > 0) {
    throw conflictError(result.conflicts);
  }
  if (!previous) {
    if (uid) {
      throw errors.conflict(
        kind,
        info.name,
        'uid mismatch: the object does not exist',
      );
    }
    const object = structuredClone(result.object);
    admit.values(target, object);
    const made = store.insert({
      kind,
      object,
      writer: { manager, operation: 'Apply' },
      managed: result.managed,
      dryRun,
    });
    sendObject(context, target, 201, made);
    return;
  }
  const next = structuredClone(result.object);
  Object.assign(
    next.metadata,
    uid ? { uid } : {},
    resourceVersion ? { resourceVersion } : {},
  );
  const changed = modify(context, target, {
    ...options,
    previous,
    next,
    operation: 'Apply',
    managed: result.managed,
  });
  sendObject(context, target, 200, changed);
}
