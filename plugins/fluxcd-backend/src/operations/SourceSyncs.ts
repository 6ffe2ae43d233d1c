import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type {
  Operation,
  OperationTarget,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { SourceOperations } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { orAbort } from '../kubernetes/orAbort';
import type { OperationStore } from './OperationStore';
import { SyncProgress } from './SyncProgress';

type Begin = Parameters<SourceOperations['begin']>[0];

/** As the column holds it. Characters. */
const MAX_NAME_LENGTH = 253;

/** Shows the work of cluster sources as operations of type `source-sync`, one at a time per source and key. */
export class SourceSyncs {
  readonly #store: OperationStore;
  readonly #logger: LoggerService;
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(options: { store: OperationStore; logger: LoggerService }) {
    this.#store = options.store;
    this.#logger = options.logger;
  }

  /** The operations as one source sees them. */
  of(source: string): SourceOperations {
    return { begin: options => this.#begin(source, options) };
  }

  /** Tells all work to end; what is under way becomes `unknown` at once. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running);
  }

  async #begin(source: string, options: Begin): Promise<Operation> {
    const operation: Operation = {
      id: randomUUID(),
      type: 'source-sync',
      withSource: false,
      state: 'running',
      targets: [
        {
          resourceId: '',
          clusterId: '',
          clusterName: '',
          kind: 'ClusterSource',
          namespace: source,
          name: options.name.slice(0, MAX_NAME_LENGTH),
          state: 'running',
          steps: [],
        },
      ],
      requestedBy: options.actor,
      createdAt: new Date().toISOString(),
    };
    await this.#store.create(operation, `source/${source}/${options.key}`);
    const work = this.#work(operation, options.work).finally(() =>
      this.#running.delete(work),
    );
    this.#running.add(work);
    return operation;
  }

  async #work(operation: Operation, work: Begin['work']): Promise<void> {
    const { id } = operation;
    const lost = new AbortController();
    const signal = AbortSignal.any([lost.signal, this.#stop.signal]);
    const progress = new SyncProgress({
      target: operation.targets[0],
      write: async target => {
        if (!(await this.#store.saveTarget(id, 0, target))) lost.abort();
      },
      onError: error =>
        this.#logger.warn(
          `The progress of operation ${id} could not be written: ${stringifyError(
            error,
          )}`,
        ),
    });
    try {
      const end = await orAbort(
        this.#run(operation, () =>
          work({ report: steps => progress.report(steps), signal }),
        ),
        signal,
      );
      await progress.stop();
      signal.throwIfAborted();
      const target = { ...progress.target, ...end };
      if (!(await this.#store.saveTarget(id, 0, target))) return;
      await this.#store.finish(id, target.state, target.message);
    } catch (error) {
      await progress.stop();
      if (!signal.aborted) {
        this.#logger.error(`Operation ${id} broke: ${stringifyError(error)}`);
      }
      await this.#store.interrupt(id).catch(failure => {
        this.#logger.warn(
          `Operation ${id} could not be ended: ${stringifyError(failure)}`,
        );
      });
    }
  }

  /** What came of the work; a rejection is a failure, whose text may hold anything. */
  async #run(
    operation: Operation,
    work: () => ReturnType<Begin['work']>,
  ): Promise<Partial<OperationTarget>> {
    try {
      const { state, outcome, message, steps } = await work();
      return { state, outcome, message, steps: [...steps] };
    } catch (error) {
      const { namespace, name } = operation.targets[0];
      this.#logger.warn(
        `The source "${namespace}" failed to synchronize "${name}" (${
          error instanceof Error ? error.name : typeof error
        })`,
      );
      return {
        state: 'failed',
        outcome: 'failed',
        message: 'It ended with an error; the log of the portal says more.',
      };
    }
  }
}
