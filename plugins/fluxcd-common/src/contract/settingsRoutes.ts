import { fluxcdSettingsReadPermission } from '../permissions';
import { settingsSchema } from '../schemas';
import type { Route } from './route';

/** The routes about the portal itself. */
export const settingsRoutes = {
  getSettings: {
    method: 'get',
    path: '/v1/settings',
    summary: 'Read what the operator configured, and how the credentials stand',
    permission: fluxcdSettingsReadPermission,
    status: 200,
    response: settingsSchema,
    errors: [],
  },
} as const satisfies Record<string, Route>;
