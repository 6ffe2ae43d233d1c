import type { StatusCause } from '../store/ApiError';
import { ApiError } from '../store/ApiError';
import { errors } from '../store/errors';
import type { KubeObject } from '../store/ObjectStore';
import { schemaDefaults } from '../store/schemaDefaults';
import { builtinUnknown } from './builtinUnknown';
import type { Context } from './Context';
import { pruneUnknown } from './pruneUnknown';
import type { Target } from './Target';
import { skippedRules, validateSchema } from './validateSchema';
import { validateBuiltin } from './validateBuiltin';
import type { WriteOptions } from './writeOptions';

const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
/** Names of these kinds may hold colons. */
const PATH_NAMES = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
]);
const ETCD_LIMIT = 2 * 1024 * 1024;

function checkName(object: KubeObject): StatusCause[] {
  const { name } = object.metadata;
  if (!name) {
    return [
      {
        reason: 'FieldValueRequired',
        message: 'Required value: name or generateName is required',
        field: 'metadata.name',
      },
    ];
  }
  if (
    PATH_NAMES.has(object.kind) ||
    (name.length <= 253 && SUBDOMAIN.test(name))
  ) {
    return [];
  }
  return [
    {
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(name)}: ${SUBDOMAIN_RULE}`,
      field: 'metadata.name',
    },
  ];
}

/** What a write does to an object before it is stored: unknown fields, defaults, validation. */
export const admit = {
  /**
   * Drops unknown fields, with a warning or a refusal. `patched` is the patch result as text: its refusal
   * has another form than that of a whole object.
   */
  fields(
    context: Context,
    target: Target,
    object: KubeObject,
    options: WriteOptions & { duplicate?: string[]; isPatch?: boolean },
  ): KubeObject {
    const pruned = target.kind.custom
      ? pruneUnknown(object, target.version.schema)
      : builtinUnknown(object);
    const problems = [
      ...(options.duplicate ?? []).map(path => `duplicate field "${path}"`),
      ...pruned.unknown.map(path => `unknown field "${path}"`),
    ];
    if (problems.length > 0 && options.validation === 'Strict') {
      const why = `strict decoding error: ${problems.join(', ')}`;
      if (options.isPatch) {
        throw errors.invalid({ group: '', kind: '' }, '', [
          {
            reason: 'FieldValueInvalid',
            message: `Invalid value: ${JSON.stringify(
              JSON.stringify(object),
            )}: ${why}`,
            field: 'patch',
          },
        ]);
      }
      const { kind } = target.kind;
      throw errors.badRequest(
        `${kind} in version "${target.version.version}" cannot be handled as a ${kind}: ${why}`,
      );
    }
    if (options.validation === 'Warn') {
      context.warnings.push(...problems);
    }
    return pruned.object;
  },

  /** Refuses an object whose values do not fit. */
  values(target: Target, object: KubeObject): void {
    const { kind, version } = target;
    if (kind.custom) {
      schemaDefaults(object, version.schema);
    }
    const named = checkName(object);
    const causes = [
      ...named,
      ...(kind.custom
        ? validateSchema(object, version.schema)
        : validateBuiltin(kind.group, object)),
    ];
    causes.push(...(kind.custom ? skippedRules(version.schema, causes) : []));
    if (causes.length > 0) {
      throw errors.invalid(kind, object.metadata.name ?? '', causes);
    }
    if (kind.custom) {
      const size = Buffer.byteLength(JSON.stringify(object));
      if (size > ETCD_LIMIT) {
        throw new ApiError({
          code: 500,
          message: `rpc error: code = ResourceExhausted desc = trying to send message larger than max (${size} vs. ${ETCD_LIMIT})`,
        });
      }
    }
  },
};
