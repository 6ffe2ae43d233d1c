import { setTimeout as sleep } from 'node:timers/promises';
import { FIRST_RECONCILIATION } from '../objects/FIRST_RECONCILIATION';
import type { FluxResource } from '../objects/FluxResource';
import { PATCHES_AT, reconcile } from '../objects/reconcile';
import type { ApiServerOptions, EventPlan, Truth } from './ApiServerOptions';
import type { ObjectPool } from './ObjectPool';
import type { OpenWatches } from './OpenWatches';

/** How often what is due is sent. Milliseconds. */
const TICK_MS = 5;

interface Event {
  /** After the begin. Milliseconds. */
  at: number;
  /** Cluster and kind. */
  key: string;
  line: Buffer;
  /** What tells the result of this reconciliation from all others. */
  mark?: string;
}

/** Sends status patches of reconciling Kustomizations, rendered beforehand, at the rate of a plan. */
export class EventPlayer {
  readonly #pool: ObjectPool;
  readonly #watches: OpenWatches;
  readonly #each: number;
  #events: Event[] = [];
  #plans = 0;
  /** Objects that have reconciled, by cluster and index. */
  readonly #current = new Map<string, FluxResource>();
  /** When each marked event was sent, by mark. Milliseconds since 1970. */
  #sent: Record<string, number> = {};

  constructor(
    pool: ObjectPool,
    watches: OpenWatches,
    { objects }: ApiServerOptions,
  ) {
    this.#pool = pool;
    this.#watches = watches;
    this.#each = objects.Kustomization ?? 0;
  }

  get sent(): Record<string, number> {
    return this.#sent;
  }

  /** Renders what `play` sends, and answers how many events that is. Objects that are not well are left alone. */
  prepare(plan: EventPlan): number {
    const { reconciliations, perSecond, changeEvery, failEvery } = plan;
    this.#plans += 1;
    this.#events = [];
    this.#sent = {};
    const turns = this.#healthy(plan);
    for (let i = 0; i < reconciliations; i++) {
      const turn = turns.next();
      if (turn.done) throw new Error('An object can reconcile once per plan');
      const [cluster, index, object] = turn.value;
      const begin = (i * 1000) / perSecond;
      const changes = changeEvery > 0 && i % changeEvery === 0;
      const fails = failEvery > 0 && i % failEvery === 1;
      const mark = `${this.#plans.toString(16).padStart(4, '0')}${i
        .toString(16)
        .padStart(8, '0')}`.padEnd(40, 'e');
      const patches = reconcile(object, {
        at: FIRST_RECONCILIATION + begin,
        nextVersion: () => this.#watches.nextVersion(),
        revision: changes ? `main@sha1:${mark}` : undefined,
        failure: fails ? `health check failed after 4m30s: ${mark}` : undefined,
      });
      patches.forEach((patch, step) =>
        this.#events.push({
          at: begin + PATCHES_AT[step],
          key: `${cluster}/Kustomization`,
          line: Buffer.from(
            `${JSON.stringify({ type: 'MODIFIED', object: patch })}\n`,
          ),
          mark: step === 4 && (changes || fails) ? mark : undefined,
        }),
      );
      this.#current.set(`${cluster}/${index}`, patches[4]);
    }
    this.#events.sort((a, b) => a.at - b.at);
    return this.#events.length;
  }

  async play(): Promise<void> {
    const startedAt = performance.now();
    let next = 0;
    while (next < this.#events.length) {
      const now = performance.now() - startedAt;
      const due = new Map<string, Buffer[]>();
      for (; next < this.#events.length; next++) {
        const { at, key, line, mark } = this.#events[next];
        if (at > now) break;
        const lines = due.get(key) ?? [];
        lines.push(line);
        due.set(key, lines);
        if (mark) this.#sent[mark] = Date.now();
      }
      for (const [key, lines] of due) {
        this.#watches.write(key, Buffer.concat(lines));
      }
      await sleep(TICK_MS);
    }
  }

  truth(cluster: number): Truth[] {
    return Array.from({ length: this.#each }, (_, index) => {
      const { metadata, status } = this.#object(cluster, index);
      const ready = status.conditions.find(c => c.type === 'Ready');
      return {
        namespace: metadata.namespace,
        name: metadata.name,
        ready: String(ready?.status),
        revision: String(status.lastAppliedRevision),
      };
    });
  }

  #object(cluster: number, index: number): FluxResource {
    return (
      this.#current.get(`${cluster}/${index}`) ??
      this.#pool.object(cluster, 'Kustomization', index)
    );
  }

  /** Objects that are ready and not suspended, one of each cluster in turn. */
  *#healthy(plan: EventPlan): Generator<[number, number, FluxResource]> {
    for (let index = 0; index < this.#each; index++) {
      for (let i = 0; i < plan.clusters; i++) {
        const cluster = plan.firstCluster + i;
        const object = this.#object(cluster, index);
        const [{ status }] = object.status.conditions;
        if (status === 'True' && !object.spec.suspend) {
          yield [cluster, index, object];
        }
      }
    }
  }
}
