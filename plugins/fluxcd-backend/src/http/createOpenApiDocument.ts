import {
  fluxcdContract,
  type Route,
  type RouteError,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import type { ModuleRoute } from './RouteTable';

const ERROR_STATUS: Record<RouteError, number> = {
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  TooManyRequestsError: 429,
  ServiceUnavailableError: 503,
};

/** Every route may answer with these. */
const COMMON_ERRORS: readonly RouteError[] = [
  'AuthenticationError',
  'NotAllowedError',
  'ServiceUnavailableError',
];

const errorSchema = z
  .object({
    error: z.object({ name: z.string(), message: z.string() }),
    request: z.object({ method: z.string(), url: z.string() }),
    response: z.object({ statusCode: z.number().int() }),
  })
  .meta({ id: 'Error' });

function json(schema: z.ZodType) {
  return { 'application/json': { schema } };
}

/** What a route answers with: JSON, or a file in one of the formats of the exports. */
function contentOf(response: z.ZodType) {
  return response instanceof z.ZodFile
    ? { 'text/csv': { schema: response }, 'application/json': {} }
    : json(response);
}

function toOperation(name: string, route: Route): ZodOpenApiOperationObject {
  const inputErrors: RouteError[] =
    route.params || route.query || route.body ? ['InputError'] : [];
  const errors = new Set([...COMMON_ERRORS, ...inputErrors, ...route.errors]);
  return {
    operationId: name,
    summary: route.summary,
    'x-permission': route.permission.name,
    ...(route.permissionByType && {
      'x-permission-by-type': Object.fromEntries(
        Object.entries(route.permissionByType).map(
          ([type, { name: needed }]) => [type, needed],
        ),
      ),
    }),
    requestParams: {
      ...(route.params && { path: route.params }),
      ...(route.query && { query: route.query }),
    },
    ...(route.body && {
      requestBody: { required: true, content: json(route.body) },
    }),
    responses: {
      [route.status]: {
        description: 'Success',
        ...(route.response && { content: contentOf(route.response) }),
        ...(route.stream && {
          content: { [route.stream]: { schema: { type: 'string' } } },
        }),
      },
      ...Object.fromEntries(
        [...errors].map(error => [
          ERROR_STATUS[error],
          { description: error, content: json(errorSchema) },
        ]),
      ),
      ...(route.body && {
        413: {
          description: 'PayloadTooLargeError',
          content: json(errorSchema),
        },
        415: {
          description: 'UnsupportedMediaTypeError',
          content: json(errorSchema),
        },
      }),
    },
  };
}

/** The contract, and what modules add to it, as an OpenAPI 3.1 document. */
export function createOpenApiDocument(
  moduleRoutes: readonly ModuleRoute[] = [],
): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const [name, route] of [
    ...Object.entries<Route>(fluxcdContract),
    ...moduleRoutes.map(added => [added.name, added.route] as const),
  ]) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method]: toOperation(name, route),
    };
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Flux Orchestrator', version: '1' },
    servers: [{ url: '/api/fluxcd' }],
    security: [{ backstage: [] }],
    components: {
      securitySchemes: { backstage: { type: 'http', scheme: 'bearer' } },
    },
    paths,
  });
}
