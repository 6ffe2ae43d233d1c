import type {
  AksClusterOptions,
  OtherServer,
  SubscriptionOptions,
} from '../options';

/** Made up, and the same on every machine: examples/demo-fleet names the object id in a role binding. */
export const DEMO_TENANT = 'c3a1f0b2-5d4e-4c6f-8a7b-9e0d1c2b3a45';
export const DEMO_CLIENT = 'd7e8f9a0-1b2c-4d3e-9f4a-5b6c7d8e9f01';
export const DEMO_OBJECT = '5e0b7a4c-30c1-4f0e-9d5e-6b1f8a2c7d10';

const PRODUCTION = '0f6b2c1d-7e8a-4b9c-a0d1-e2f3a4b5c601';
const EVERYTHING_ELSE = '0f6b2c1d-7e8a-4b9c-a0d1-e2f3a4b5c602';

export const DEMO_SUBSCRIPTIONS: SubscriptionOptions[] = [
  { subscriptionId: PRODUCTION, name: 'Northwind Production' },
  { subscriptionId: EVERYTHING_ELSE, name: 'Northwind Development' },
];

/** The clusters of the demo; those that examples/demo-fleet/azure.yaml lists have a server. */
export function demoClusters(
  servers: Record<string, OtherServer>,
): AksClusterOptions[] {
  const clusters: AksClusterOptions[] = [
    {
      name: 'aks-shop-weu',
      subscriptionId: PRODUCTION,
      resourceGroup: 'rg-shop',
      tags: { environment: 'production', team: 'storefront' },
      kubernetesVersion: '1.35.4',
      nodes: 6,
      localAccountsDisabled: true,
    },
    {
      name: 'aks-legacy',
      subscriptionId: PRODUCTION,
      resourceGroup: 'rg-legacy',
      tags: { environment: 'production', team: 'fulfilment' },
      kubernetesVersion: '1.34.7',
      entra: false,
    },
    {
      name: 'aks-payments',
      subscriptionId: PRODUCTION,
      resourceGroup: 'rg-payments',
      tags: { environment: 'production', team: 'payments' },
      kubernetesVersion: '1.35.4',
      private: 'private-name',
    },
    {
      name: 'aks-staging',
      subscriptionId: EVERYTHING_ELSE,
      resourceGroup: 'rg-staging',
      location: 'northeurope',
      tags: { environment: 'staging' },
      kubernetesVersion: '1.36.2',
    },
    {
      name: 'aks-labs',
      subscriptionId: EVERYTHING_ELSE,
      resourceGroup: 'rg-labs',
      location: 'northeurope',
      tags: { environment: 'development' },
      kubernetesVersion: '1.34.7',
      nodes: 1,
    },
    {
      name: 'aks-loadtest',
      subscriptionId: EVERYTHING_ELSE,
      resourceGroup: 'rg-loadtest',
      location: 'northeurope',
      tags: { environment: 'development', team: 'platform' },
      kubernetesVersion: '1.36.2',
      nodes: 12,
      power: 'Stopped',
    },
  ];
  return clusters.map(cluster => ({
    ...cluster,
    ...(servers[cluster.name] && { server: servers[cluster.name] }),
  }));
}
