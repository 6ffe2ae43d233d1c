import { randomBytes } from 'node:crypto';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Knex } from 'knex';
import fluxcdPlugin from '..';

const key = `${randomBytes(32).toString('base64url')}=`;

/** A backend with nothing but the plugin, in which everybody may do everything, or nothing. */
export async function startPlugin(options: {
  knex?: Knex;
  keys?: string[];
  allow?: boolean;
}): Promise<TestBackend> {
  const { knex, keys = [key], allow = true } = options;
  return startTestBackend({
    features: [
      fluxcdPlugin,
      mockServices.permissions.factory({
        result: allow ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
      }),
      mockServices.rootConfig.factory({
        data: {
          permission: { enabled: true },
          fluxcd: {
            encryption: { keys },
            clusters: { allowedCidrs: ['127.0.0.0/8'] },
          },
        },
      }),
      ...(knex
        ? [
            createServiceFactory({
              service: coreServices.database,
              deps: {},
              factory: () => mockServices.database({ knex }),
            }),
          ]
        : []),
    ],
  });
}
