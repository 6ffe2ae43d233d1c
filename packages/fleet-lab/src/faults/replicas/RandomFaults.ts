import type { Replica } from '../../replica/Replica';
import type { CaseRun } from '../CaseRun';
import { stopInOrder } from './stopInOrder';

/** More than are needed, fewer than a small machine can start. */
const MOST = 4;

/** Lets things happen to replicas by chance. Those that are paused are not among the replicas of the lab meanwhile. */
export class RandomFaults {
  readonly #run: CaseRun;
  readonly #ttlMs: number;
  readonly #paused: Array<{ replica: Replica; until: number }> = [];
  readonly #happened: string[] = [];
  readonly #began = Date.now();

  constructor(options: { run: CaseRun; ttlMs: number }) {
    this.#run = options.run;
    this.#ttlMs = options.ttlMs;
  }

  /** What happened so far, in words, each with when it began. Milliseconds. */
  get happened(): string {
    return this.#happened.join(', ');
  }

  /** Something befalls one replica, or one more comes. */
  async next(): Promise<void> {
    const { lab, random } = this.#run;
    this.#thaw(Date.now());
    const chance = random();
    const count = lab.replicas.length;
    if (count === 0 || (chance < 0.3 && count < MOST)) {
      this.#note('one joins');
      await lab.add();
    } else if (chance < 0.6) {
      this.#note('kill -9');
      const replica = this.#pick();
      lab.forget(replica);
      await replica.kill();
    } else if (chance < 0.85) {
      this.#pause();
    } else {
      this.#note('one is stopped');
      await stopInOrder(this.#run, this.#pick());
    }
  }

  /** Lets all go on that are paused. */
  end(): void {
    this.#thaw(Infinity);
  }

  /** For less than its time to live, or for far longer. */
  #pause(): void {
    const ms = Math.round(this.#ttlMs * (0.3 + 2.2 * this.#run.random()));
    this.#note(`SIGSTOP for ${ms}`);
    const replica = this.#pick();
    this.#run.lab.forget(replica);
    replica.freeze();
    this.#paused.push({ replica, until: Date.now() + ms });
  }

  #note(what: string): void {
    this.#happened.push(`${what} ${Date.now() - this.#began}`);
  }

  #pick(): Replica {
    const { lab, random } = this.#run;
    return lab.replicas[Math.floor(random() * lab.replicas.length)];
  }

  #thaw(now: number): void {
    for (const one of [...this.#paused]) {
      if (one.until > now) continue;
      this.#paused.splice(this.#paused.indexOf(one), 1);
      this.#note('SIGCONT');
      one.replica.thaw();
      this.#run.lab.replicas.push(one.replica);
    }
  }
}
