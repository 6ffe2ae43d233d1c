/**
 * The clients of Azure, loaded when the first connection is used: a portal that has the module and no connection need
 * not pay for them at start.
 */
export const loadSdk = {
  containerService: async () => import('@azure/arm-containerservice'),
  resourceGraph: async () => import('@azure/arm-resourcegraph'),
  subscriptions: async () => import('@azure/arm-resources-subscriptions'),
};
