import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, stringifyError } from '@backstage/errors';
import type {
  Operation,
  OperationState,
  OperationTarget,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import pLimit from 'p-limit';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import { ClusterObjects } from '../resources/ClusterObjects';
import type { ResourceStore } from '../resources/ResourceStore';
import type { OperationStore } from './OperationStore';
import { operationTypes } from './operationTypes';
import { Places } from './Places';
import type {
  OperationRequest,
  OperationTools,
  OperationType,
  PlannedTarget,
} from './types/OperationType';

/**
 * Targets of one cluster that one operation works on at once, and those that all of them act on or look at in the same
 * moment; the rest waits, so that nobody floods an API server.
 */
const PER_CLUSTER = 8;

const POLL_INTERVAL_MS = 1_000;
const HEARTBEAT_MS = 5_000;
/** A heart that was silent this long has stopped; clocks of replicas differ by less. */
const LOST_AFTER_MS = 60_000;

/** An operation that is under way. */
interface Plan {
  type: OperationType<OperationRequest>;
  request: OperationRequest;
  planned: readonly PlannedTarget[];
}

/** Turns acts of users into operations, works on them and observes what came of it. */
export class OperationService {
  readonly #store: OperationStore;
  readonly #logger: LoggerService;
  readonly #tools: OperationTools;
  readonly #running = new Map<string, Promise<void>>();
  /** By cluster. Who waits for the cluster to follow holds none. */
  readonly #places = new Map<string, Places>();
  readonly #pollIntervalMs: number;
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
    this.#logger = options.logger;
    const { resources, connector } = options;
    this.#tools = {
      resources,
      connector,
      objects: clusterId =>
        new ClusterObjects({ clusterId, connector, store: resources }),
      signal: this.#stop.signal,
    };
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
    request: OperationRequest,
    options: { actor: string },
  ): Promise<Operation> {
    const type = operationTypes[
      request.type
    ] as OperationType<OperationRequest>;
    const planned = await type.plan(request, this.#tools);
    const operation: Operation = {
      id: randomUUID(),
      type: request.type,
      withSource: request.type === 'reconcile' && request.withSource,
      reason: request.type === 'suspend' ? request.reason : undefined,
      state: 'pending',
      targets: planned.map(({ target }) => target),
      requestedBy: options.actor,
      createdAt: new Date().toISOString(),
    };
    await this.#store.create(
      operation,
      request.type === 'sync' ? `cluster/${request.clusterId}` : undefined,
    );
    const work = this.#work(operation, { type, request, planned }).finally(() =>
      this.#running.delete(operation.id),
    );
    this.#running.set(operation.id, work);
    return operation;
  }

  /** `resourceId`: with the targets of this resource alone. @throws NotFoundError */
  async get(
    id: string,
    options: { resourceId?: string } = {},
  ): Promise<Operation> {
    const operation = await this.#store.get(id, options);
    if (!operation) throw new NotFoundError('There is no such operation');
    return operation;
  }

  async #work(operation: Operation, plan: Plan): Promise<void> {
    const { id } = operation;
    const { type, planned } = plan;
    const ended = new Map<string, OperationTarget>();
    // Only as many stand in the common line: who comes later is not held up behind a whole bulk.
    const lines = new Map(
      planned.map(({ target }) => [target.clusterId, pLimit(PER_CLUSTER)]),
    );
    try {
      const groups = (await type.order?.(planned, this.#tools)) ?? [
        [...planned.keys()],
      ];
      for (const positions of groups) {
        const targets = await Promise.all(
          positions.map(position => {
            const { clusterId } = planned[position].target;
            return lines.get(clusterId)!(() =>
              this.#workOnTarget(operation, position, { ...plan, ended }),
            );
          }),
        );
        for (const target of targets) ended.set(target.resourceId, target);
      }
      const targets = [...ended.values()];
      const message = operation.type === 'sync' ? tally(targets) : undefined;
      await this.#store.finish(id, summarize(targets), message);
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
    plan: Plan & { ended: ReadonlyMap<string, OperationTarget> },
  ): Promise<OperationTarget> {
    const { signal } = this.#tools;
    const { type, request, planned, ended } = plan;
    const places = this.#placesOf(planned[position].target.clusterId);
    const pause = async () => {
      places.leave();
      try {
        await sleep(this.#pollIntervalMs, undefined, { signal });
      } finally {
        await places.take();
      }
    };
    await places.take();
    try {
      signal.throwIfAborted();
      return await type.run({
        ...planned[position],
        request,
        actor: operation.requestedBy,
        tools: this.#tools,
        ended,
        onChange: async changed => {
          if (
            !(await this.#store.saveTarget(operation.id, position, changed))
          ) {
            throw new Error('another replica ended it');
          }
        },
        pause,
      });
    } finally {
      places.leave();
    }
  }

  #placesOf(clusterId: string): Places {
    const places = this.#places.get(clusterId) ?? new Places(PER_CLUSTER);
    this.#places.set(clusterId, places);
    return places;
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
function summarize(targets: readonly OperationTarget[]): OperationState {
  if (targets.some(t => t.state === 'failed')) return 'failed';
  return targets.every(t => t.state === 'succeeded' || t.state === 'skipped')
    ? 'succeeded'
    : 'unknown';
}

function tally(targets: readonly OperationTarget[]): string {
  const count = (state: OperationState) =>
    targets.filter(t => t.state === state).length;
  const words = `${count('succeeded')} of ${targets.length} reconciled`;
  const skipped = count('skipped');
  return skipped ? `${words}, ${skipped} left alone` : words;
}
