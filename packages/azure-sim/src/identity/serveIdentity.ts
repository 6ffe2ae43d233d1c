import type { Directory } from '../directory/Directory';
import { EntraError } from '../entra/EntraError';
import type { Handler } from '../http/LoopbackServer';

/** The value of `IDENTITY_HEADER` that the endpoint in the manner of App Service asks for. */
export const IDENTITY_HEADER = 'azure-sim';

/** The endpoint that hands out tokens of managed identities: of App Service (`/msi/token`) and of virtual machines. */
export function serveIdentity(directory: Directory): Handler {
  return ({ url, headers, logged }) => {
    const path = url.pathname.replace(/\/$/, '');
    const appService = path === '/msi/token';
    const machine = path === '/metadata/identity/oauth2/token';
    const refuse = (status: number, error: string, text: string) => ({
      status,
      body: appService
        ? { statusCode: status, message: text }
        : { error, error_description: text },
    });
    if (!appService && !machine) {
      return refuse(404, 'not_found', `No ${path}`);
    }
    const resource = url.searchParams.get('resource') ?? '';
    const clientId =
      url.searchParams.get('client_id') ??
      url.searchParams.get('clientid') ??
      undefined;
    Object.assign(logged, {
      clientId,
      scope: resource,
      credential: 'managed-identity',
    });
    if (appService && headers['x-identity-header'] !== IDENTITY_HEADER) {
      return refuse(403, 'unauthorized_client', 'The identity header is wrong');
    }
    // Its absence marks a request that was forwarded by mistake.
    if (machine && headers.metadata !== 'true') {
      return refuse(
        400,
        'bad_request_102',
        'Required metadata header not specified',
      );
    }
    const principal = directory.managedIdentity(clientId);
    if (!principal) {
      return refuse(400, 'invalid_request', 'Identity not found');
    }
    try {
      const issued = directory.issue(principal, resource);
      return {
        status: 200,
        body: {
          access_token: issued.token,
          client_id: principal.clientId,
          expires_in: String(issued.expiresIn),
          expires_on: String(issued.expiresAt),
          resource,
          token_type: 'Bearer',
          ...(issued.refreshIn !== undefined && {
            refresh_in: String(issued.refreshIn),
          }),
        },
      };
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      return refuse(
        400,
        'invalid_resource',
        `AADSTS${error.code}: ${error.message}`,
      );
    }
  };
}
