import { ApiError, type StatusCause } from './ApiError';

/** What error messages need to know about a resource: its group and plural (or kind) name. */
interface Named {
  group: string;
  plural: string;
  kind: string;
}

function details(
  group: string,
  kind: string,
  name: string,
): Record<string, unknown> {
  return {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    kind,
  };
}

function qualified(group: string, name: string): string {
  return group ? `${name}.${group}` : name;
}

/** The refusals that the store and the server share, with the words of a real API server. */
export const errors = {
  notFound(of: Named, name: string): ApiError {
    return new ApiError({
      code: 404,
      reason: 'NotFound',
      // Go prints the name with %q, so a NUL byte shows as \x00.
      message: `${qualified(of.group, of.plural)} ${JSON.stringify(
        name,
      ).replace(/\\u00([0-9a-f]{2})/g, '\\x$1')} not found`,
      details: details(of.group, of.plural, name),
    });
  },

  alreadyExists(of: Named, name: string, terminating: boolean): ApiError {
    const start = terminating ? 'object is being deleted: ' : '';
    return new ApiError({
      code: 409,
      reason: 'AlreadyExists',
      message: `${start}${qualified(
        of.group,
        of.plural,
      )} "${name}" already exists`,
      details: details(of.group, of.plural, name),
    });
  },

  conflict(of: Named, name: string, why: string): ApiError {
    return new ApiError({
      code: 409,
      reason: 'Conflict',
      message: `Operation cannot be fulfilled on ${qualified(
        of.group,
        of.plural,
      )} "${name}": ${why}`,
      details: details(of.group, of.plural, name),
    });
  },

  modified(of: Named, name: string): ApiError {
    return errors.conflict(
      of,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  },

  /** `kind` may be the plural: PUT without a resourceVersion says it so. */
  invalid(
    of: { group: string; kind: string },
    name: string,
    causes: StatusCause[],
  ): ApiError {
    const text = causes.map(cause => `${cause.field}: ${cause.message}`);
    return new ApiError({
      code: 422,
      reason: 'Invalid',
      message: `${qualified(of.group, of.kind)} "${name}" is invalid: ${
        text.length === 1 ? text[0] : `[${text.join(', ')}]`
      }`,
      details: {
        ...(name ? { name } : {}),
        ...(of.group ? { group: of.group } : {}),
        ...(of.kind ? { kind: of.kind } : {}),
        causes,
      },
    });
  },

  badRequest(message: string): ApiError {
    return new ApiError({ code: 400, reason: 'BadRequest', message });
  },

  forbidden(
    of: { group: string; plural: string },
    name: string,
    why: string,
  ): ApiError {
    return new ApiError({
      code: 403,
      reason: 'Forbidden',
      message: `${qualified(of.group, of.plural)}${
        name ? ` "${name}"` : ''
      } is forbidden: ${why}`,
      details: details(of.group, of.plural, name),
    });
  },

  /** For paths that a built-in group does not know. */
  unknownResource(): ApiError {
    return new ApiError({
      code: 404,
      reason: 'NotFound',
      message: 'the server could not find the requested resource',
      details: {},
    });
  },

  methodNotAllowed(): ApiError {
    return new ApiError({
      code: 405,
      reason: 'MethodNotAllowed',
      message:
        'the server does not allow this method on the requested resource',
      details: {},
    });
  },

  expired(message: string, listMeta?: Record<string, unknown>): ApiError {
    return new ApiError({ code: 410, reason: 'Expired', message, listMeta });
  },
};
