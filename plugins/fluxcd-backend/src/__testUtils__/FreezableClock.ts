import { type Clock, systemClock } from '../kubernetes/Clock';

/** Real time, faster, whose timers stand still while it is frozen: those of a process that was paused. */
export class FreezableClock implements Clock {
  readonly #speed: number;
  #frozen = false;
  #due: Array<{ ms: number; callback: () => void }> = [];

  constructor(options: { speed: number }) {
    this.#speed = options.speed;
  }

  now(): number {
    return systemClock.now();
  }

  random(): number {
    return systemClock.random();
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { ms, callback };
    const cancel = systemClock.after(ms / this.#speed, () => {
      if (this.#frozen) this.#due.push(timer);
      else callback();
    });
    return () => {
      cancel();
      this.#due = this.#due.filter(one => one !== timer);
    };
  }

  /** How long those waited, in milliseconds, that would have been called back while it was frozen. */
  get due(): number[] {
    return this.#due.map(({ ms }) => ms);
  }

  freeze(): void {
    this.#frozen = true;
  }

  /** Calls back what is due. Only what waited `ms`, where that is given; the rest stays frozen. */
  thaw(ms?: number): void {
    if (ms === undefined) this.#frozen = false;
    const called = this.#due.filter(
      timer => ms === undefined || timer.ms === ms,
    );
    this.#due = this.#due.filter(timer => !called.includes(timer));
    for (const { callback } of called) callback();
  }
}
