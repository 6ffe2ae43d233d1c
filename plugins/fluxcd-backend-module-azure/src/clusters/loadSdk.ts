/* eslint-disable global-require, @typescript-eslint/no-require-imports */

/**
 * The clients and credentials of Azure, loaded when the first connection is used: they cost a portal that has the module and no connection
 * a second at start and tens of megabytes. By `require`, since Jest takes no `import()`.
 */
export const loadSdk = {
  identity: () =>
    require('@azure/identity') as typeof import('@azure/identity'),
  pipeline: () =>
    require('@azure/core-rest-pipeline') as typeof import('@azure/core-rest-pipeline'),
  containerService: () =>
    require('@azure/arm-containerservice') as typeof import('@azure/arm-containerservice'),
  resourceGraph: () =>
    require('@azure/arm-resourcegraph') as typeof import('@azure/arm-resourcegraph'),
  subscriptions: () =>
    require('@azure/arm-resources-subscriptions') as typeof import('@azure/arm-resources-subscriptions'),
};
