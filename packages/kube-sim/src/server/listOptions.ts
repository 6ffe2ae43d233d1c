import { ApiError, type StatusCause } from '../store/ApiError';
import { errors } from '../store/errors';
import type { Context } from './Context';

export interface ListOptions {
  limit: number;
  /** Undefined when the request names none. */
  version: number | undefined;
  /** The list as it was at `version`, not something newer. */
  exact: boolean;
  sendInitialEvents: boolean | undefined;
}

function forbiddenField(field: string, message: string): StatusCause {
  return {
    reason: 'FieldValueForbidden',
    message: `Forbidden: ${message}`,
    field,
  };
}

function invalid(causes: StatusCause[]): ApiError {
  return errors.invalid(
    { group: 'meta.k8s.io', kind: 'ListOptions' },
    '',
    causes,
  );
}

function unsupported(value: string, supported: string): StatusCause {
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: "${value}": supported values: ${supported}`,
    field: 'resourceVersionMatch',
  };
}

function checkMatch(
  verb: 'list' | 'watch',
  match: string,
  version: string,
  initial: string | null,
): void {
  if (verb === 'watch') {
    if (match && initial === null) {
      const causes = [
        forbiddenField(
          'resourceVersionMatch',
          'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
        ),
      ];
      if (match !== 'NotOlderThan') {
        causes.push(unsupported(match, '"NotOlderThan"'));
      }
      throw invalid(causes);
    }
    if (initial !== null && match !== 'NotOlderThan') {
      throw invalid([
        forbiddenField(
          'resourceVersionMatch',
          'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
        ),
      ]);
    }
    return;
  }
  if (initial !== null) {
    throw invalid([
      forbiddenField(
        'sendInitialEvents',
        'sendInitialEvents is forbidden for list',
      ),
    ]);
  }
  if (!match) {
    return;
  }
  if (!version) {
    throw invalid([
      forbiddenField(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden unless resourceVersion is provided',
      ),
    ]);
  }
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    throw invalid([unsupported(match, '"Exact", "NotOlderThan", ""')]);
  }
  if (match === 'Exact' && version === '0') {
    throw invalid([
      forbiddenField(
        'resourceVersionMatch',
        'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
      ),
    ]);
  }
}

/** A server cannot show what it has not seen yet. */
export function tooLarge(version: number, current: number): ApiError {
  return new ApiError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${version}, current: ${current}`,
    headers: { 'retry-after': '1' },
    details: {
      causes: [
        {
          reason: 'ResourceVersionTooLarge',
          message: 'Too large resource version',
        },
      ],
      retryAfterSeconds: 1,
    },
  });
}

/** Reads the parameters of lists and watches and refuses the combinations that the API server refuses. */
export function checkListOptions(
  context: Context,
  verb: 'list' | 'watch',
): ListOptions {
  const { query, store } = context;
  const limitText = query.get('limit') ?? '';
  if (limitText && !/^-?\d+$/.test(limitText)) {
    throw errors.badRequest(
      `strconv.ParseInt: parsing ${JSON.stringify(limitText)}: invalid syntax`,
    );
  }
  const versionText = query.get('resourceVersion') ?? '';
  const match = query.get('resourceVersionMatch') ?? '';
  const initial = query.get('sendInitialEvents');
  checkMatch(verb, match, versionText, initial);
  if (versionText && !/^\d+$/.test(versionText)) {
    const why = `resourceVersion: Invalid value: ${JSON.stringify(
      versionText,
    )}: strconv.ParseUint: parsing ${JSON.stringify(
      versionText,
    )}: invalid syntax`;
    throw verb === 'list'
      ? errors.badRequest(`invalid resource version: ${why}`)
      : // A watch answers 500 here, with no reason.
        new ApiError({ code: 500, message: why });
  }
  const version = versionText ? Number(versionText) : undefined;
  const limit = Math.max(0, Number(limitText || 0));
  if (verb === 'list' && version !== undefined && version > store.version) {
    throw tooLarge(version, store.version);
  }
  return {
    limit,
    version,
    // Without a match, a paged list of a given version is exact: the rule from before resourceVersionMatch.
    exact: match === 'Exact' || (!match && limit > 0 && (version ?? 0) > 0),
    sendInitialEvents: initial === null ? undefined : initial === 'true',
  };
}
