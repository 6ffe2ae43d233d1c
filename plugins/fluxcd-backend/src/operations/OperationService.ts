import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotFoundError,
  stringifyError,
} from '@backstage/errors';
import {
  type createOperationSchema,
  findFluxKind,
  isStatic,
  type Operation,
  type OperationState,
  type OperationTarget,
  reconcileRefusal,
  type Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import pLimit from 'p-limit';
import type { z } from 'zod';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { ClusterObjects } from '../resources/ClusterObjects';
import type { ResourceStore } from '../resources/ResourceStore';
import type { OperationStore } from './OperationStore';
import { reconcileTarget } from './reconcileTarget';

/** Targets of one cluster that are worked on at once; the rest waits, so that a bulk does not flood an API server. */
const PER_CLUSTER = 8;
/** How long a request waits for the cluster to say whether its only target can be asked. */
const CHECK_TIMEOUT_MS = 3_000;
const POLL_INTERVAL_MS = 1_000;
const HEARTBEAT_MS = 5_000;
/** A heart that was silent this long has stopped; clocks of replicas differ by less. */
const LOST_AFTER_MS = 60_000;

/** Turns acts of users into operations, works on them and observes what came of it. */
export class OperationService {
  readonly #store: OperationStore;
  readonly #resources: ResourceStore;
  readonly #connector: ClusterConnector;
  readonly #logger: LoggerService;
  readonly #pollIntervalMs: number;
  readonly #running = new Map<string, Promise<void>>();
  readonly #queues = new Map<string, ReturnType<typeof pLimit>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: {
    store: OperationStore;
    resources: ResourceStore;
    connector: ClusterConnector;
    logger: LoggerService;
    /** Milliseconds between two looks at an object that is being reconciled. */
    pollIntervalMs?: number;
  }) {
    this.#store = options.store;
    this.#resources = options.resources;
    this.#connector = options.connector;
    this.#logger = options.logger;
    this.#pollIntervalMs = options.pollIntervalMs ?? POLL_INTERVAL_MS;
  }

  /** Ends what an earlier run of the portal left open, and keeps doing so. */
  async start(): Promise<void> {
    await this.#beat();
    this.#timer = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    this.#timer.unref();
  }

  /** Ends all work; what is under way becomes `unknown` at once. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    await Promise.allSettled(this.#running.values());
  }

  /** @throws NotFoundError, ConflictError or InputError when it cannot be begun. */
  async create(
    input: z.output<typeof createOperationSchema>,
    options: { actor: string },
  ): Promise<Operation> {
    const ids = [...new Set(input.targets.map(t => t.resourceId))];
    const found = new Map(
      (await this.#resources.getAll(ids)).map(r => [r.id, r]),
    );
    const resources = ids.map((id, index) => {
      const resource = found.get(id);
      if (!resource) {
        throw new NotFoundError(
          `targets.${index}.resourceId: there is no such resource`,
        );
      }
      return resource;
    });
    if (resources.length === 1) await this.#assertReconcilable(resources[0]);

    const operation: Operation = {
      id: randomUUID(),
      type: input.type,
      withSource: input.withSource,
      state: 'pending',
      targets: resources.map(resource => ({
        resourceId: resource.id,
        clusterId: resource.clusterId,
        clusterName: resource.clusterName,
        kind: resource.kind,
        namespace: resource.namespace,
        name: resource.name,
        state: 'pending',
        steps: [],
      })),
      requestedBy: options.actor,
      createdAt: new Date().toISOString(),
    };
    await this.#store.create(operation);
    const work = this.#work(operation, resources).finally(() =>
      this.#running.delete(operation.id),
    );
    this.#running.set(operation.id, work);
    return operation;
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<Operation> {
    const operation = await this.#store.get(id);
    if (!operation) throw new NotFoundError('There is no such operation');
    return operation;
  }

  /** Refuses at the door what can be told at once; when the cluster is silent, the operation will tell. */
  async #assertReconcilable(resource: Resource): Promise<void> {
    if (!findFluxKind(resource.group, resource.kind)?.reconcilable) {
      throw new InputError(
        `Flux cannot be asked to reconcile ${resource.kind} objects`,
      );
    }
    let object;
    try {
      object = await this.#objects(resource.clusterId).get(resource, {
        timeoutMs: CHECK_TIMEOUT_MS,
        signal: this.#stop.signal,
      });
    } catch (error) {
      if (error instanceof KubernetesError) return;
      throw error;
    }
    if (!object) return;
    const refusal = reconcileRefusal(object);
    if (!refusal) return;
    // Suspended or being deleted: a state, which may change. Static: what it is.
    throw isStatic(object)
      ? new InputError(refusal)
      : new ConflictError(refusal);
  }

  #objects(clusterId: string): ClusterObjects {
    return new ClusterObjects({
      clusterId,
      connector: this.#connector,
      store: this.#resources,
    });
  }

  async #work(operation: Operation, resources: Resource[]): Promise<void> {
    const { id } = operation;
    try {
      const states = await Promise.all(
        operation.targets.map((target, position) =>
          this.#queue(target.clusterId)(() =>
            this.#workOnTarget(operation, position, resources[position].group),
          ),
        ),
      );
      await this.#store.finish(id, summarize(states));
    } catch (error) {
      if (!this.#stop.signal.aborted) {
        this.#logger.error(`Operation ${id} broke: ${stringifyError(error)}`);
      }
      await this.#store.interrupt(id).catch(failure => {
        this.#logger.warn(
          `Operation ${id} could not be ended: ${stringifyError(failure)}`,
        );
      });
    }
  }

  async #workOnTarget(
    operation: Operation,
    position: number,
    group: string,
  ): Promise<OperationState> {
    const signal = this.#stop.signal;
    signal.throwIfAborted();
    const target = operation.targets[position];
    const save = async (changed: OperationTarget) => {
      if (!(await this.#store.saveTarget(operation.id, position, changed))) {
        throw new Error('another replica ended it');
      }
    };
    const { state } = await reconcileTarget({
      target,
      group,
      withSource: operation.withSource,
      objects: this.#objects(target.clusterId),
      signal,
      onChange: save,
      pollIntervalMs: this.#pollIntervalMs,
    });
    return state;
  }

  #queue(clusterId: string): ReturnType<typeof pLimit> {
    const queue = this.#queues.get(clusterId) ?? pLimit(PER_CLUSTER);
    this.#queues.set(clusterId, queue);
    return queue;
  }

  async #beat(): Promise<void> {
    try {
      await this.#store.beat([...this.#running.keys()]);
      const before = new Date(Date.now() - LOST_AFTER_MS).toISOString();
      await this.#store.endLost(before);
    } catch (error) {
      this.#logger.warn(
        `Operations could not be looked after: ${stringifyError(error)}`,
      );
    }
  }
}

/** The state of an operation out of those of its targets. */
function summarize(states: readonly OperationState[]): OperationState {
  if (states.includes('failed')) return 'failed';
  return states.every(s => s === 'succeeded') ? 'succeeded' : 'unknown';
}
