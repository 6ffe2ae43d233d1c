import { type AzureSim, startAzureSim } from '@internal/azure-sim';
import type { AzureCloud } from '../clouds/AzureCloud';
import {
  CLIENT,
  FOREIGN_SUBSCRIPTION,
  MANAGED_CLIENT,
  MANAGED_OBJECT_ID,
  OBJECT_ID,
  OTHER_TENANT,
  SECRET,
  SUBJECT,
  SUBSCRIPTION,
  TENANT,
} from './ids';

/** A directory with one application and one managed identity, a subscription with two clusters, and a foreign one. */
export async function startAzure(): Promise<{
  azure: AzureSim;
  cloud: AzureCloud;
}> {
  const azure = await startAzureSim({
    tenants: [
      {
        tenantId: TENANT,
        clients: [
          {
            clientId: CLIENT,
            objectId: OBJECT_ID,
            secrets: [SECRET],
            federated: [{ subject: SUBJECT }],
          },
        ],
        managedIdentities: [
          { clientId: MANAGED_CLIENT, objectId: MANAGED_OBJECT_ID },
        ],
      },
      { tenantId: OTHER_TENANT },
    ],
    subscriptions: [
      { subscriptionId: SUBSCRIPTION, name: 'Shop' },
      {
        subscriptionId: FOREIGN_SUBSCRIPTION,
        name: 'Elsewhere',
        tenantId: OTHER_TENANT,
      },
    ],
    clusters: [
      { name: 'shop', subscriptionId: SUBSCRIPTION },
      { name: 'night', subscriptionId: SUBSCRIPTION, power: 'Stopped' },
    ],
  });
  return {
    azure,
    cloud: {
      name: 'simulated',
      title: 'Simulated',
      authorityHost: azure.authorityHost,
      resourceManagerEndpoint: azure.resourceManagerEndpoint,
      resourceManagerAudience: azure.resourceManagerAudience,
      portalUrl: 'https://portal.example.com',
      certificateAuthority: azure.caPem,
      builtIn: false,
    },
  };
}
