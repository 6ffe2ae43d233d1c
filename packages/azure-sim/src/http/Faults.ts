import type { Service } from './RequestLog';

/** What a request is answered with. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** JSON; or text, which goes out as HTML. */
  body: unknown;
}

export interface Fault {
  service: Service;
  /** Only requests for which it is true; default all. */
  matches?: (request: { method: string; url: URL }) => boolean;
  /** How often; default until it is cleared. */
  times?: number;
  /** `hang`: no answer as long as the client waits; `drop`: the connection is cut. */
  answer: Answer | 'hang' | 'drop';
}

/** Faults that were ordered, in the order in which they are tried. */
export class Faults {
  #faults: Fault[] = [];

  add(fault: Fault): void {
    this.#faults.push({ ...fault });
  }

  /** The fault that this request meets, which is then used up by one. */
  take(
    service: Service,
    request: { method: string; url: URL },
  ): Fault['answer'] | undefined {
    const found = this.#faults.find(
      fault => fault.service === service && (fault.matches?.(request) ?? true),
    );
    if (found?.times !== undefined) {
      found.times -= 1;
      if (found.times <= 0) {
        this.#faults = this.#faults.filter(fault => fault !== found);
      }
    }
    return found?.answer;
  }

  clear(): void {
    this.#faults = [];
  }
}
