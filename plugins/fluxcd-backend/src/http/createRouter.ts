import { randomUUID } from 'node:crypto';
import type {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, stringifyError } from '@backstage/errors';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  fluxcdContract,
  type Route,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type express from 'express';
import Router from 'express-promise-router';
import type { PermissionGate } from '../permissions/PermissionGate';
import { JsonText } from '../resources/JsonText';
import { auditRequest } from './auditRequest';
import { createOpenApiDocument } from './createOpenApiDocument';
import type { Handlers } from './Handlers';
import { readJsonBody } from './readJsonBody';
import { readQuery } from './readQuery';
import type { ModuleRoute } from './RouteTable';
import { sendFile } from './sendFile';
import { sendText } from './sendText';
import { toPublicError } from './toPublicError';
import { validate } from './validate';

/** The OpenAPI document is the one route outside the contract: it describes it. */
export const OPENAPI_PATH = '/openapi.json';

export interface RouterOptions {
  handlers: Handlers;
  /** Those of modules, served like the ones of the contract. */
  moduleRoutes?: readonly ModuleRoute[];
  httpAuth: HttpAuthService;
  gate: PermissionGate;
  auditor: AuditorService;
  logger: LoggerService;
}

function actorOf(credentials: BackstageCredentials): string {
  const principal = credentials.principal as
    | { type: 'user'; userEntityRef: string }
    | { type: 'service'; subject: string };
  return principal.type === 'user'
    ? principal.userEntityRef
    : principal.subject;
}

/** @throws NotAllowedError for a type that nobody gave a permission. */
function permissionOf(
  byType: NonNullable<Route['permissionByType']>,
  body: unknown,
): BasicPermission {
  const type = (body as { type?: unknown } | undefined)?.type;
  if (typeof type !== 'string' || !Object.hasOwn(byType, type)) {
    throw new NotAllowedError('Nobody may do this: it has no permission');
  }
  return byType[type];
}

/**
 * The REST routes, derived from the contract. Each one, in this order: asks who calls, asks whether they may,
 * validates the input (and where the permission hangs on the type of the body, asks for that), calls its handler, and answers with what the contract names and nothing else.
 */
export function createRouter(options: RouterOptions): express.Router {
  const { handlers, moduleRoutes = [], httpAuth, gate } = options;
  const { auditor, logger } = options;
  const router = Router();

  router.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });

  const document = createOpenApiDocument(moduleRoutes);
  router.get(OPENAPI_PATH, async (req, res) => {
    await httpAuth.credentials(req, { allow: ['user', 'service'] });
    res.json(document);
  });

  const contractRoutes = Object.entries<Route>(fluxcdContract).map(
    ([name, route]) => ({
      name,
      route,
      handler: handlers[name as keyof Handlers] as ModuleRoute['handler'],
    }),
  );
  for (const { name, route, handler } of [...contractRoutes, ...moduleRoutes]) {
    const acting = route.method !== 'get' || route.stream !== undefined;

    const answer = async (req: express.Request, res: express.Response) => {
      const ended = new AbortController();
      res.once('close', () => ended.abort());
      const credentials: BackstageCredentials = await httpAuth.credentials(
        req,
        { allow: acting ? ['user'] : ['user', 'service'] },
      );
      await gate.check(route.permission, { credentials, acting });
      const request = {
        params: route.params && validate(route.params, req.params, 'path'),
        query: route.query && validate(route.query, readQuery(req), 'query'),
        body:
          route.body &&
          validate(route.body, await readJsonBody(req, res), 'body'),
      };
      if (route.permissionByType) {
        await gate.check(permissionOf(route.permissionByType, request.body), {
          credentials,
          acting,
        });
      }
      const result = await handler(request, {
        credentials,
        actor: actorOf(credentials),
        signal: ended.signal,
      });
      res.status(route.status);
      if (result instanceof JsonText) {
        res.type('json').send(result.text);
        return;
      }
      // Parsing drops what the contract does not name, whatever a handler returned.
      const body = route.response?.parse(result);
      if (route.stream) {
        await sendText(res, result as AsyncIterable<string>, {
          type: route.stream,
          ended,
          check: () => gate.check(route.permission, { credentials, acting }),
        });
      } else if (body instanceof File) await sendFile(res, body);
      else if (route.response) res.json(body);
      else res.end();
    };

    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    router[route.method](path, (req, res) =>
      acting
        ? auditRequest({ auditor, logger, name, route, req }, () =>
            answer(req, res),
          )
        : answer(req, res),
    );
  }

  router.use(
    (
      error: unknown,
      req: express.Request,
      _res: express.Response,
      next: express.NextFunction,
    ) => {
      const shown = toPublicError(error);
      if (shown) {
        if (error instanceof Error && error.name === 'KubernetesError') {
          const route = `${req.method} ${req.path}`;
          logger.warn(`${route} failed: ${stringifyError(error)}`);
        }
        next(shown);
        return;
      }
      const id = randomUUID();
      logger.error(
        `${req.method} ${
          req.path
        } failed with internal error ${id}: ${stringifyError(error)}`,
        { stack: error instanceof Error ? error.stack : undefined },
      );
      next(new Error(`Internal error ${id}`));
    },
  );
  return router;
}
