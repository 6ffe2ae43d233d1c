import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { fluxcdContract } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { JsonObject } from '@backstage/types';
import request from 'supertest';
import { createRouter } from '../http/createRouter';
import type { Handlers } from '../http/Handlers';
import { PermissionGate } from '../permissions/PermissionGate';

/** What the stand-in for all handlers is called with. */
export type Answer = (
  name: string,
  input: unknown,
  actor: string,
  signal: AbortSignal,
) => unknown;

/** Headers of a signed-in user. */
export const userHeaders = { Authorization: mockCredentials.user.header() };

/**
 * The router in a Backstage backend, with Backstage's own barrier and error handling around it and one function in
 * place of all handlers.
 */
export async function startRouter(options: {
  answer: Answer;
  permissions?: ReturnType<typeof mockServices.permissions.mock>;
  auditor?: ReturnType<typeof mockServices.auditor.mock>;
  config?: JsonObject;
}) {
  const {
    answer,
    permissions = allowAll(),
    auditor = mockServices.auditor.mock(),
    config = { permission: { enabled: true } },
  } = options;
  const handlers = Object.fromEntries(
    Object.keys(fluxcdContract).map(name => [
      name,
      async (input: unknown, context: { actor: string; signal: AbortSignal }) =>
        answer(name, input, context.actor, context.signal),
    ]),
  ) as unknown as Handlers;
  const plugin = createBackendPlugin({
    pluginId: 'fluxcd',
    register(env) {
      env.registerInit({
        deps: {
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          config: coreServices.rootConfig,
          logger: coreServices.logger,
        },
        async init({ httpAuth, httpRouter, config: rootConfig, logger }) {
          const gate = new PermissionGate({ permissions, config: rootConfig });
          httpRouter.use(
            createRouter({ handlers, httpAuth, gate, auditor, logger }),
          );
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [plugin, mockServices.rootConfig.factory({ data: config })],
  });
  return { backend, api: request(backend.server) };
}

/** A permission service that allows everything. */
export function allowAll() {
  return mockServices.permissions.mock({
    authorize: async asked =>
      asked.map(() => ({ result: AuthorizeResult.ALLOW })),
  });
}
