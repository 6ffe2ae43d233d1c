import type { Clock } from '../kubernetes/Clock';
import type { Contact, ConnectionStore } from './ConnectionStore';
import { Repeater } from './Repeater';

/** How long times are collected. Milliseconds. */
const COLLECT_MS = 5_000;

/** Writes down when clusters answered last: of all that this replica holds together, for they answer all the time. */
export class ContactWriter {
  readonly #store: Pick<ConnectionStore, 'touch'>;
  readonly #noted = new Map<string, Contact>();
  readonly #flushes: Repeater;

  constructor(options: {
    store: Pick<ConnectionStore, 'touch'>;
    clock: Clock;
  }) {
    this.#store = options.store;
    this.#flushes = new Repeater({
      clock: options.clock,
      delay: () => COLLECT_MS,
      work: () => this.#flush(),
      // The next time makes up for it.
      onError: () => {},
    });
  }

  start(): void {
    this.#flushes.start();
  }

  async stop(): Promise<void> {
    await this.#flushes.stop();
  }

  note(contact: Contact): void {
    this.#noted.set(contact.clusterId, contact);
  }

  async #flush(): Promise<void> {
    const contacts = [...this.#noted.values()];
    this.#noted.clear();
    if (contacts.length) await this.#store.touch(contacts);
  }
}
