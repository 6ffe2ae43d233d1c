import { randomUUID } from 'node:crypto';
import type { Directory } from '../directory/Directory';
import type { SigningKey } from '../directory/SigningKey';
import type { Answer } from '../http/Faults';
import type { Handler, ServedRequest } from '../http/LoopbackServer';
import { EntraError } from './EntraError';

const PATH =
  /^\/([^/]+)\/(v2\.0\/\.well-known\/openid-configuration|discovery\/v2\.0\/keys|oauth2\/v2\.0\/token)$/;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The body of a refused request for a token. */
export function entraErrorBody(options: {
  code: number;
  error: string;
  message: string;
  correlationId?: string;
}): Record<string, unknown> {
  const { code, error, message, correlationId = randomUUID() } = options;
  const trace = randomUUID();
  const timestamp = `${new Date()
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ')}Z`;
  return {
    error,
    error_description: `AADSTS${code}: ${message} Trace ID: ${trace} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlationId,
  };
}

function token(
  request: ServedRequest,
  tenantId: string,
  directory: Directory,
): Answer {
  const form = new URLSearchParams(request.body);
  const clientId = form.get('client_id') ?? '';
  const scope = form.get('scope') ?? '';
  const assertion = form.get('client_assertion') ?? undefined;
  Object.assign(request.logged, {
    clientId,
    tenantId,
    scope,
    credential: assertion === undefined ? 'secret' : 'assertion',
  });
  if (form.get('grant_type') !== 'client_credentials') {
    throw new EntraError({
      code: 70003,
      status: 400,
      error: 'unsupported_grant_type',
      message: `The app requested an unsupported grant type '${form.get(
        'grant_type',
      )}'.`,
    });
  }
  const resource = scope
    .split(' ')
    .find(one => one.endsWith('/.default'))
    ?.replace(/\/\.default$/, '');
  if (!resource) {
    throw new EntraError({
      code: 1002012,
      status: 400,
      error: 'invalid_scope',
      message: `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    });
  }
  if (
    assertion !== undefined &&
    form.get('client_assertion_type') !== ASSERTION_TYPE
  ) {
    throw new EntraError({
      code: 900144,
      status: 400,
      error: 'invalid_request',
      message:
        "The request body must contain the following parameter: 'client_assertion_type'.",
    });
  }
  const principal = directory.authenticate({
    tenantId,
    clientId,
    secret: form.get('client_secret') ?? undefined,
    assertion,
  });
  const issued = directory.issue(principal, resource);
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: issued.expiresIn,
      ext_expires_in: issued.expiresIn,
      ...(issued.refreshIn !== undefined && { refresh_in: issued.refreshIn }),
      access_token: issued.token,
    },
  };
}

/** The part of Entra ID that clients of its applications ask: metadata, keys and tokens. */
export function serveEntra(options: {
  directory: Directory;
  key: SigningKey;
}): Handler {
  return request => {
    const [, tenantId, what] = PATH.exec(request.url.pathname) ?? [];
    const base = `${request.url.origin}/${tenantId}`;
    if (what?.endsWith('openid-configuration')) {
      return {
        status: 200,
        body: {
          issuer: `${base}/v2.0`,
          authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
          token_endpoint: `${base}/oauth2/v2.0/token`,
          jwks_uri: `${base}/discovery/v2.0/keys`,
          response_types_supported: ['code', 'id_token'],
          subject_types_supported: ['pairwise'],
          id_token_signing_alg_values_supported: ['RS256'],
        },
      };
    }
    if (what?.endsWith('keys')) {
      return { status: 200, body: { keys: [options.key.jwk] } };
    }
    if (what?.endsWith('token') && request.method === 'POST') {
      try {
        return token(request, tenantId, options.directory);
      } catch (error) {
        if (!(error instanceof EntraError)) throw error;
        request.logged.code = error.code;
        return {
          status: error.status,
          body: entraErrorBody({
            code: error.code,
            error: error.error,
            message: error.message,
            correlationId:
              new URLSearchParams(request.body).get('client-request-id') ??
              undefined,
          }),
        };
      }
    }
    return { status: 404, body: '<html><body>Not Found</body></html>' };
  };
}
