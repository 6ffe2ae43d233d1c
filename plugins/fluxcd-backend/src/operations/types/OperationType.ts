import type {
  createOperationSchema,
  OperationTarget,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { z } from 'zod';
import type { ClusterConnector } from '../../clusters/ClusterConnector';
import type { ClusterObjects } from '../../resources/ClusterObjects';
import type { ResourceStore } from '../../resources/ResourceStore';

/** What an operation is asked with, by `type`: the body of the route, or a cluster to synchronize. */
export type OperationRequest =
  | z.output<typeof createOperationSchema>
  | { type: 'sync'; clusterId: string };

/** A target before the work on it begins. `group`: the API group of its kind. */
export interface PlannedTarget {
  target: OperationTarget;
  group: string;
}

/** What a type of operation may use. */
export interface OperationTools {
  resources: ResourceStore;
  connector: ClusterConnector;
  objects(clusterId: string): ClusterObjects;
  /** Aborted when the portal stops. */
  signal: AbortSignal;
}

/**
 * How one type of operation is done. Add a type: its body in `schemas/operation.ts`, its permission in the contract,
 * a file beside this one, and its line in `operationTypes.ts`.
 */
export interface OperationType<R extends OperationRequest> {
  /**
   * The targets. Refuses at the door what can be told at once.
   * @throws NotFoundError, ConflictError or InputError
   */
  plan(request: R, tools: OperationTools): Promise<PlannedTarget[]>;
  /** Positions of targets in groups, each begun when the one before has ended. Without it: all at once. */
  order?(
    planned: readonly PlannedTarget[],
    tools: OperationTools,
  ): Promise<number[][]>;
  /** Works on one target to its end; returns it with state, outcome and message. */
  run(work: TargetWork<R>): Promise<OperationTarget>;
}

/** The work on one target. */
export interface TargetWork<R extends OperationRequest> extends PlannedTarget {
  request: R;
  /** Entity ref of the user. */
  actor: string;
  tools: OperationTools;
  /** Targets of the same operation that have ended, by resource id. */
  ended: ReadonlyMap<string, OperationTarget>;
  /** Called with the whole target on every change. */
  onChange: (target: OperationTarget) => Promise<void>;
  /** Waits until it is time to look again; others act on the cluster meanwhile. Rejects when the portal stops. */
  pause: () => Promise<void>;
}
