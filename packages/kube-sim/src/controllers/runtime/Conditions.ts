import { timestamp } from './timestamp';

interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
  observedGeneration: number;
  lastTransitionTime: string;
}

/** Stalled and Reconciling first, then Ready, then the alphabet. */
const WEIGHT: Record<string, number> = { Stalled: 0, Reconciling: 1, Ready: 2 };

/** Changes `status.conditions` in place; as recorded, the transition time moves with status, reason and message. */
export class Conditions {
  readonly #list: Condition[];
  readonly #generation: number;
  readonly #now: number;

  constructor(options: {
    list: Condition[];
    generation: number;
    /** Milliseconds since the epoch. */
    now: number;
  }) {
    this.#list = options.list;
    this.#generation = options.generation;
    this.#now = options.now;
  }

  get(type: string): Condition | undefined {
    return this.#list.find(condition => condition.type === type);
  }

  isTrue(type: string): boolean {
    return this.get(type)?.status === 'True';
  }

  set(
    type: string,
    status: Condition['status'],
    reason: string,
    message: string,
  ): void {
    const known = this.get(type);
    const changed =
      known?.status !== status ||
      known.reason !== reason ||
      known.message !== message;
    const next: Condition = {
      type,
      status,
      reason,
      message,
      observedGeneration: this.#generation,
      lastTransitionTime: changed
        ? timestamp(this.#now)
        : known.lastTransitionTime,
    };
    if (known) Object.assign(known, next);
    else this.#list.push(next);
    this.#list.sort(
      (a, b) =>
        (WEIGHT[a.type] ?? 3) - (WEIGHT[b.type] ?? 3) ||
        a.type.localeCompare(b.type),
    );
  }

  remove(...types: string[]): void {
    for (const type of types) {
      const at = this.#list.findIndex(condition => condition.type === type);
      if (at >= 0) this.#list.splice(at, 1);
    }
  }
}
