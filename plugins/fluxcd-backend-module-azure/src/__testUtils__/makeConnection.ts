import type { ConnectionRecord } from '../connections/ConnectionRecord';
import { CLIENT, SUBSCRIPTION, TENANT } from './ids';

/** A connection to the simulated cloud that is not stored. */
export function makeConnection(
  change: Partial<ConnectionRecord> = {},
): ConnectionRecord {
  const now = '2026-11-20T12:00:00.000Z';
  return {
    id: 'c1',
    name: 'shop',
    origin: 'portal',
    cloud: 'simulated',
    tenantId: TENANT,
    clientId: CLIENT,
    credential: { type: 'client-secret', setAt: now },
    credentialVersion: 1,
    subscriptions: [SUBSCRIPTION],
    status: 'pending',
    problems: [],
    createdAt: now,
    updatedAt: now,
    ...change,
  };
}
