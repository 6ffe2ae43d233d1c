import type { BasicPermission } from '@backstage/plugin-permission-common';
import type { z } from 'zod';

/** Names of the errors that a route may answer with; each maps to one HTTP status. @public */
export type RouteError =
  | 'InputError'
  | 'AuthenticationError'
  | 'NotAllowedError'
  | 'NotFoundError'
  | 'ConflictError'
  | 'TooManyRequestsError'
  | 'ServiceUnavailableError';

/**
 * One HTTP route of the plugin, described once: the router, the client and the OpenAPI document
 * are derived from it. Path parameters are written `{name}`, as OpenAPI does.
 * @public
 */
export interface Route {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  path: string;
  summary: string;
  permission: BasicPermission;
  /**
   * What is needed besides `permission`, by the field `type` of the body; a type that is missing here is refused.
   */
  permissionByType?: Readonly<Record<string, BasicPermission>>;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status of success; 204 has no body. */
  status: 200 | 201 | 202 | 204;
  response?: z.ZodType;
  /**
   * It answers with text that arrives piece by piece, instead of with one `response`. Such a route shows what no
   * other one does, so it is guarded and audited like an act.
   */
  stream?: 'text/plain';
  errors: readonly RouteError[];
}
