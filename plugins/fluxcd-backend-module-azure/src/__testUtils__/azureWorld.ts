import type {
  AksClusterOptions,
  AzureSimOptions,
  OwnServer,
} from '@internal/azure-sim';
import { bindToObjectId } from '@internal/azure-sim';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const OTHER_TENANT = '44444444-4444-4444-8444-444444444444';
export const CLIENT = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const OBJECT = '99999999-9999-4999-8999-999999999999';
export const SECRET = 'first~secret~of~the~test';
export const PROD = '22222222-2222-4222-8222-222222222222';
export const TEST = '33333333-3333-4333-8333-333333333333';
export const FOREIGN = '55555555-5555-4555-8555-555555555555';

/** One tenant with one application, two subscriptions of it, and one of another tenant. */
export const WORLD: Pick<AzureSimOptions, 'tenants' | 'subscriptions'> = {
  tenants: [
    {
      tenantId: TENANT,
      name: 'Northwind',
      clients: [{ clientId: CLIENT, objectId: OBJECT, secrets: [SECRET] }],
    },
    { tenantId: OTHER_TENANT },
  ],
  subscriptions: [
    { subscriptionId: PROD, name: 'Production' },
    { subscriptionId: TEST, name: 'Test' },
    { subscriptionId: FOREIGN, name: 'Foreign', tenantId: OTHER_TENANT },
  ],
};

/** An API server in which the identity of the connection may read Flux, with one resource to read. */
export const READABLE: OwnServer = {
  objects: [
    bindToObjectId(OBJECT),
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'fleet', namespace: 'flux-system' },
      spec: { url: 'https://git.example.com/fleet', interval: '1m' },
    } as never,
  ],
};

/** A cluster that is listed, and nothing behind it. */
export function listed(
  name: string,
  more: Partial<AksClusterOptions> = {},
): AksClusterOptions {
  return { name, subscriptionId: PROD, ...more };
}
