import jsonPatch from 'fast-json-patch';
import { load } from 'js-yaml';
import { ApiError } from '../store/ApiError';
import { errors } from '../store/errors';
import type { KubeObject } from '../store/ObjectStore';
import { admit } from './admit';
import { apply } from './apply';
import type { Context } from './Context';
import { decode } from './decode';
import { mergePatch } from './mergePatch';
import { modify } from './modify';
import { sendObject } from './read';
import { strategicMerge } from './strategicMerge';
import { objectKey } from './objectKey';
import type { Target } from './Target';
import { parseWriteOptions } from './writeOptions';

const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const APPLY = 'application/apply-patch+yaml';

function applyJsonPatch<T>(object: T, operations: unknown): T {
  if (!Array.isArray(operations)) {
    throw errors.badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    );
  }
  try {
    return jsonPatch.applyPatch(structuredClone(object), operations, true)
      .newDocument;
  } catch {
    // The API server says no more than this about any failed operation.
    throw new ApiError({
      code: 422,
      reason: 'Invalid',
      message: 'the server rejected our request due to an error in our request',
      details: {},
    });
  }
}

/** The object that a patch of one of the three plain forms makes of another. */
export function patched<T>(
  type: string,
  live: T,
  body: Buffer,
  custom: boolean,
): T {
  const value = decode.patch(body);
  if (type === JSON_PATCH) {
    return applyJsonPatch(live, value);
  }
  return type === STRATEGIC && !custom
    ? strategicMerge(live, value)
    : mergePatch(live, value);
}

/** The media type of a patch, refused when the kind does not take it. */
export function patchType(context: Context, custom: boolean): string {
  const type = decode.mediaType(context.request.headers['content-type']);
  const allowed = custom
    ? [JSON_PATCH, MERGE, APPLY]
    : [JSON_PATCH, MERGE, STRATEGIC, APPLY];
  if (!allowed.includes(type)) {
    throw decode.unsupported(allowed.join(', '));
  }
  return type;
}

/** PATCH of an object or of its status. */
export async function patch(context: Context, target: Target): Promise<void> {
  const { kind } = target;
  const { info, query, store } = context;
  const type = patchType(context, kind.custom);
  const options = parseWriteOptions(query, 'PatchOptions', {
    isApply: type === APPLY,
  });
  const body = await context.body();
  const previous = store.storeOf(kind).get(objectKey(context, target));
  if (type === APPLY) {
    let applied: unknown;
    try {
      applied = load(body.toString('utf8'));
    } catch {
      throw errors.badRequest('error decoding YAML');
    }
    apply(context, target, {
      ...options,
      previous,
      applied: applied as KubeObject,
    });
    return;
  }
  if (!previous) {
    throw errors.notFound(kind, info.name);
  }
  // Patches are made for the version in the path, objects are stored in the preferred one.
  const live = { ...previous };
  const result = patched<KubeObject>(type, live, body, kind.custom);
  if (result.metadata?.name !== info.name) {
    throw errors.badRequest(
      `the name of the object (${
        result.metadata?.name ?? ''
      }) does not match the name on the URL (${info.name})`,
    );
  }
  const next = admit.fields(context, target, result, {
    ...options,
    isPatch: true,
  });
  sendObject(
    context,
    target,
    200,
    modify(context, target, { ...options, previous, next }),
  );
}
