export { spawnKubeSim } from './spawnKubeSim';
export type { KubeSim, SimCluster, SimClusterOptions } from './spawnKubeSim';
export type { ClusterUser, ControlCommand } from './cluster/ControlCommand';
export type { TokenIssuer } from './server/IssuedTokens';
export type { KubeObject } from './store/ObjectStore';
