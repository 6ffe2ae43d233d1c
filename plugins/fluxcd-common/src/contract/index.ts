export { azureContract, type AzureContract } from './azureContract';
export { fluxcdContract, type FluxcdContract } from './contract';
export type { Route, RouteError } from './route';
export type { RouteInput, RouteRequest, RouteResponse } from './types';
export {
  createFluxcdClient,
  type FluxcdApi,
  type FluxcdClientOptions,
} from './FluxcdClient';
