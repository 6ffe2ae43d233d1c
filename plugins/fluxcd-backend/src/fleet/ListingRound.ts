import type {
  ConnectionReason,
  FluxKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KubernetesError } from '../kubernetes/KubernetesError';

/** What stands in the way of all lists of a cluster. */
type Obstacle = { reason: ConnectionReason; message: string };

/** Tells when each kind of a cluster was listed, or could not be, since its watcher started. */
export class ListingRound {
  /** Kinds that were listed, or answered with trouble of their own, since their watcher started. */
  readonly #answered = new Set<FluxKind>();
  /** Kinds that are to answer; `undefined` until discovery has named them. */
  #expected: FluxKind[] | undefined;
  #obstacle: Obstacle | undefined;
  #waiting: Array<() => void> = [];

  /** A round begins: it ends no sooner than its discovery has named the kinds. */
  begin(): void {
    this.#expected = undefined;
  }

  /** A watcher of the kind starts. */
  started(kind: FluxKind): void {
    this.#answered.delete(kind);
  }

  /** The kind was listed, or its own trouble is known. */
  answered(kind: FluxKind): void {
    this.#answered.add(kind);
    this.#look();
  }

  /** Discovery named these kinds, and their watchers have started. */
  expect(kinds: Iterable<FluxKind>): void {
    this.#expected = [...kinds];
    this.#look();
  }

  /** The cluster as a whole gives no usable answer; `undefined`: it does again. */
  obstruct(obstacle: Obstacle | undefined): void {
    this.#obstacle = obstacle;
    this.#look();
  }

  /** Ends with the round. Fails with KubernetesError as soon as the cluster as a whole is the trouble. */
  async end(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#obstacle) {
        throw new KubernetesError(this.#obstacle.message, this.#obstacle);
      }
      if (this.#expected?.every(kind => this.#answered.has(kind))) return;
      await new Promise<void>(resolve => {
        this.#waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    throw new KubernetesError('The cluster was not read to the end in time.', {
      reason: 'timeout',
    });
  }

  #look(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
