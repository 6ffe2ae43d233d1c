export { startAzureSim } from './startAzureSim';
export type { AzureSim } from './startAzureSim';
export type { AzureControl } from './AzureControl';
export { bindToObjectId } from './bindToObjectId';
export { AKS_SERVER_APP } from './constants';
export type { AksCluster } from './clusters/AksCluster';
export type { RequestLog, LoggedRequest, Service } from './http/RequestLog';
export type { Answer, Fault } from './http/Faults';
export type * from './options';
