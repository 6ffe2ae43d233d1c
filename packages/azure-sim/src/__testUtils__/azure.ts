import { ContainerServiceClient } from '@azure/arm-containerservice';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { ClientSecretCredential } from '@azure/identity';
import type { TokenCredential } from '@azure/identity';
import type { AzureSim } from '../startAzureSim';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const OTHER_TENANT = '44444444-4444-4444-8444-444444444444';
export const CLIENT = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const OBJECT = '99999999-9999-4999-8999-999999999999';
export const SECRET = 'first~secret';
export const SUBJECT = 'system:serviceaccount:backstage:backstage';
export const PROD = '22222222-2222-4222-8222-222222222222';
export const TEST = '33333333-3333-4333-8333-333333333333';
export const FOREIGN = '55555555-5555-4555-8555-555555555555';
export const ARM_SCOPE = 'https://management.azure.com/.default';

/** What a client of the emulator needs beside the options that it needs anyway. */
export function credentialOptions(sim: AzureSim, retries = 0) {
  return {
    authorityHost: sim.authorityHost,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: sim.caPem },
    retryOptions: { maxRetries: retries },
  };
}

export function secretCredential(
  sim: AzureSim,
  {
    tenant = TENANT,
    client = CLIENT,
    secret = SECRET,
  }: { tenant?: string; client?: string; secret?: string } = {},
): ClientSecretCredential {
  return new ClientSecretCredential(
    tenant,
    client,
    secret,
    credentialOptions(sim),
  );
}

/** The clients of one caller, with as many retries. */
export function clients(
  sim: AzureSim,
  credential: TokenCredential = secretCredential(sim),
  retries = 0,
) {
  const options = {
    endpoint: sim.resourceManagerEndpoint,
    tlsOptions: { ca: sim.caPem },
    credentials: { scopes: [`${sim.resourceManagerAudience}/.default`] },
    retryOptions: { maxRetries: retries },
  };
  return {
    aks: (subscriptionId: string) =>
      new ContainerServiceClient(credential, subscriptionId, options),
    graph: new ResourceGraphClient(credential, options),
    subscriptions: new SubscriptionClient(credential, options).subscriptions,
  };
}

/** All elements of a paged list, with the number of pages. */
export async function pages<T>(list: {
  byPage(): AsyncIterable<T[]>;
}): Promise<{ items: T[]; count: number }> {
  const items: T[] = [];
  let count = 0;
  for await (const page of list.byPage()) {
    items.push(...page);
    count += 1;
  }
  return { items, count };
}

/** What a promise was rejected with; fails when it was not. */
export async function refusal(promise: Promise<unknown>): Promise<any> {
  return promise.then(
    value => {
      throw new Error(`not refused: ${JSON.stringify(value)}`);
    },
    error => error,
  );
}

/** One tenant with one application, two subscriptions of it, and one of another tenant. */
export const BASICS = {
  tenants: [
    {
      tenantId: TENANT,
      name: 'Northwind',
      clients: [
        {
          clientId: CLIENT,
          objectId: OBJECT,
          secrets: [SECRET],
          federated: [{ subject: SUBJECT }],
        },
      ],
      managedIdentities: [
        {
          clientId: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',
          objectId: '88888888-8888-4888-8888-888888888888',
        },
      ],
    },
    { tenantId: OTHER_TENANT },
  ],
  subscriptions: [
    { subscriptionId: PROD, name: 'Production' },
    { subscriptionId: TEST, name: 'Test' },
    { subscriptionId: FOREIGN, name: 'Foreign', tenantId: OTHER_TENANT },
  ],
};
