import type { KubeObject } from '../store/ObjectStore';

/** Who the standing tokens belong to. */
export type ClusterUser = 'admin' | 'fluxcd' | 'viewer';

/** What a test can do to a running cluster from outside its API. */
export type ControlCommand =
  /** Stops listening and cuts all connections; the store goes on. */
  | { type: 'pause' }
  /** Listens again on the same port. */
  | { type: 'resume' }
  | { type: 'dropConnections' }
  /** Ends all watches in good order, as a server that shuts down does. */
  | { type: 'endWatches' }
  /** Forgets history: resumed watches and old list pages get 410. */
  | { type: 'compact' }
  /** Replaces the token of a user; the old one gets 401. Answers `{ token }`. */
  | { type: 'rotateToken'; user: ClusterUser; token?: string }
  /** Refuses tokens of the outside issuer from now on, by their `jti`. */
  | { type: 'refuseTokens'; ids: string[] }
  | { type: 'installCrd'; crd: KubeObject }
  /** By name, such as `kustomizations.kustomize.toolkit.fluxcd.io`. */
  | { type: 'removeCrd'; name: string }
  /** Fails the next requests, optionally only those whose path with query holds `match`. */
  | {
      type: 'failNext';
      count: number;
      status: number;
      match?: string;
      headers?: Record<string, string>;
      /** Sent as HTML instead of a Status. */
      body?: string;
    }
  | { type: 'clearFailures' }
  /** Creates objects, or replaces spec and status of those that exist. */
  | { type: 'put'; objects: KubeObject[] }
  | {
      type: 'delete';
      group: string;
      kind: string;
      namespace?: string;
      name: string;
    }
  /** Answers the requests since the last call, oldest first. */
  | { type: 'takeRequests' }
  /** Answers `{ version, watches }`. */
  | { type: 'stats' };
