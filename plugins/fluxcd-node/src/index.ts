/**
 * What a module needs to bring clusters, and ways to authenticate to them, to the fluxcd backend plugin.
 *
 * @packageDocumentation
 */
export type { ClusterConnection } from './ClusterConnection';
export type { ClusterRegistry } from './ClusterRegistry';
export type { ClusterSource } from './ClusterSource';
export type { CredentialStrategy } from './CredentialStrategy';
export type { DiscoveredCluster } from './DiscoveredCluster';
export { fluxcdClustersExtensionPoint } from './fluxcdClustersExtensionPoint';
export { fluxcdRoutesExtensionPoint } from './fluxcdRoutesExtensionPoint';
export type { RegisteredCluster } from './RegisteredCluster';
export type { RouteContext } from './RouteContext';
export type { RouteHandlers } from './RouteHandlers';
export type { SealedStorage } from './SealedStorage';
export type { SourceOperations, SourceSyncResult } from './SourceOperations';
