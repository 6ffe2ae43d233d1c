import { z } from 'zod';
import {
  fluxcdAzureCreatePermission,
  fluxcdAzureDeletePermission,
  fluxcdAzureReadPermission,
  fluxcdAzureSyncPermission,
  fluxcdAzureUpdatePermission,
} from '../permissions';
import {
  aksClusterListSchema,
  azureConnectionListSchema,
  azureConnectionSchema,
  azureTestSchema,
  createAzureConnectionSchema,
  operationSchema,
  updateAzureConnectionSchema,
} from '../schemas';
import { id } from './id';
import type { Route } from './route';

const params = z.object({ subscriptionId: id });

/**
 * The routes of the Azure module, below `/api/fluxcd` as well; served only where the module is installed. What is called
 * a subscription in the paths is a connection: an identity and the subscriptions that it looks through.
 * @public
 */
export const azureContract = {
  listAzureConnections: {
    method: 'get',
    path: '/v1/azure/subscriptions',
    summary: 'List the connections to Azure',
    permission: fluxcdAzureReadPermission,
    status: 200,
    response: azureConnectionListSchema,
    errors: [],
  },
  createAzureConnection: {
    method: 'post',
    path: '/v1/azure/subscriptions',
    summary: 'Add a connection to Azure by client secret',
    permission: fluxcdAzureCreatePermission,
    body: createAzureConnectionSchema,
    status: 201,
    response: azureConnectionSchema,
    errors: ['InputError', 'ConflictError'],
  },
  testNewAzureConnection: {
    method: 'post',
    path: '/v1/azure/connection-tests',
    summary: 'Test a connection to Azure without storing it',
    permission: fluxcdAzureCreatePermission,
    body: createAzureConnectionSchema,
    status: 200,
    response: azureTestSchema,
    errors: ['InputError'],
  },
  getAzureConnection: {
    method: 'get',
    path: '/v1/azure/subscriptions/{subscriptionId}',
    summary: 'Read a connection to Azure',
    permission: fluxcdAzureReadPermission,
    params,
    status: 200,
    response: azureConnectionSchema,
    errors: ['NotFoundError'],
  },
  updateAzureConnection: {
    method: 'patch',
    path: '/v1/azure/subscriptions/{subscriptionId}',
    summary: 'Change a connection to Azure, or rotate its secret',
    permission: fluxcdAzureUpdatePermission,
    params,
    body: updateAzureConnectionSchema,
    status: 200,
    response: azureConnectionSchema,
    errors: ['InputError', 'NotFoundError', 'ConflictError'],
  },
  deleteAzureConnection: {
    method: 'delete',
    path: '/v1/azure/subscriptions/{subscriptionId}',
    summary:
      'Remove a connection to Azure and, from the portal only, the clusters that came through it',
    permission: fluxcdAzureDeletePermission,
    params,
    status: 204,
    errors: ['NotFoundError', 'ConflictError'],
  },
  testAzureConnection: {
    method: 'post',
    path: '/v1/azure/subscriptions/{subscriptionId}/test',
    summary: 'Test a connection to Azure step by step',
    permission: fluxcdAzureSyncPermission,
    params,
    status: 200,
    response: azureTestSchema,
    errors: ['NotFoundError'],
  },
  discoverAksClusters: {
    method: 'get',
    path: '/v1/azure/subscriptions/{subscriptionId}/clusters',
    summary: 'List the AKS clusters and what a sync would do with each',
    permission: fluxcdAzureReadPermission,
    params,
    status: 200,
    response: aksClusterListSchema,
    errors: ['NotFoundError'],
  },
  syncAzureConnection: {
    method: 'post',
    path: '/v1/azure/subscriptions/{subscriptionId}/sync',
    summary: 'Import the AKS clusters and bring those here up to date',
    permission: fluxcdAzureSyncPermission,
    params,
    status: 202,
    response: operationSchema,
    errors: ['NotFoundError', 'ConflictError'],
  },
} as const satisfies Record<string, Route>;

/** @public */
export type AzureContract = typeof azureContract;
