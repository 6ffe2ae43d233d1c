import type {
  Connection,
  FluxKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Clock } from '../kubernetes/Clock';
import type { ClusterHealth, ConnectionStore } from './ConnectionStore';
import type { ContactWriter } from './ContactWriter';
import type { Lease } from './lease/Lease';
import {
  type ConnectionObservation,
  type KindHealth,
  summarizeConnection,
} from './summarizeConnection';

/** Changes of state are collected for this long, so that nineteen kinds make one signal. */
const COLLECT_MS = 100;
/** How often the time of the last contact is handed on. */
const CONTACT_MS = 5_000;

/**
 * Writes down how it stands with one cluster: at once when something changes, and the time of the last contact every
 * few seconds. A write that fails is made up for by the next.
 */
export class ConnectionReporter {
  readonly #lease: Lease;
  readonly #store: ConnectionStore;
  readonly #contacts: Pick<ContactWriter, 'note'>;
  readonly #clock: Clock;
  readonly #lastContact: () => number | undefined;
  readonly #observe: () => Omit<
    ConnectionObservation,
    'kinds' | 'previous' | 'lastContact'
  >;
  readonly #onChange: () => void;
  readonly #onGone: () => void;
  readonly #kinds = new Map<FluxKind, KindHealth>();
  readonly #served = new Map<FluxKind, readonly string[]>();
  readonly #unsaved = new Set<FluxKind>();
  #connection: Connection;
  #versions: Omit<ClusterHealth, 'connection'> = {};
  /** What is in the database, but for the time of the last contact. */
  #saved = '';
  #savedContact: string | undefined;
  #cancel: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: {
    lease: Lease;
    store: ConnectionStore;
    contacts: Pick<ContactWriter, 'note'>;
    clock: Clock;
    /** What the connection is judged by, apart from the kinds. */
    observe: () => Omit<
      ConnectionObservation,
      'kinds' | 'previous' | 'lastContact'
    >;
    /** When the cluster last answered anything. Milliseconds since 1970. */
    lastContact: () => number | undefined;
    /** Called after a change of what a reader sees was written down. */
    onChange: () => void;
    /** Called when another replica has the lease, or the cluster is not registered any more. */
    onGone: () => void;
  }) {
    this.#lease = options.lease;
    this.#store = options.store;
    this.#contacts = options.contacts;
    this.#clock = options.clock;
    this.#lastContact = options.lastContact;
    this.#observe = options.observe;
    this.#onChange = options.onChange;
    this.#onGone = options.onGone;
    this.#connection = { state: 'connecting', since: this.#now() };
  }

  /** Takes over what was known before this process started, and begins to write. Fails when the database does. */
  async start(): Promise<void> {
    const before = await this.#store.get(this.#lease.clusterId);
    if (before) {
      const { connection, ...versions } = before;
      this.#versions = versions;
      this.#connection.lastContactAt = connection.lastContactAt;
    }
    this.#arm(0);
  }

  kind(kind: FluxKind): KindHealth | undefined {
    return this.#kinds.get(kind);
  }

  setKind(kind: FluxKind, health: KindHealth): void {
    const before = this.#kinds.get(kind);
    const same =
      before?.state === health.state &&
      before.version === health.version &&
      before.message === health.message;
    if (same) return;
    this.#kinds.set(kind, health);
    this.#unsaved.add(kind);
    this.update();
  }

  /** In which versions the cluster serves a kind; undefined says nothing. */
  setServed(kind: FluxKind, versions: readonly string[] | undefined): void {
    if (!versions || this.#served.get(kind)?.join() === versions.join()) return;
    this.#served.set(kind, versions);
    // Without a state there is nothing to write yet.
    if (!this.#kinds.has(kind)) return;
    this.#unsaved.add(kind);
    this.update();
  }

  setVersions(versions: Omit<ClusterHealth, 'connection'>): void {
    this.#versions = versions;
    this.update();
  }

  /** Looks at the cluster's state again, soon. */
  update(): void {
    this.#arm(COLLECT_MS);
  }

  /** Writes down what is not yet. Fails when the database does. */
  async flush(): Promise<void> {
    const turn = this.#writing.then(() => this.#write());
    this.#writing = turn.catch(() => {});
    return turn;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#writing;
  }

  #arm(ms: number): void {
    if (this.#stopped) return;
    this.#cancel?.();
    this.#cancel = this.#clock.after(ms, () => {
      // The next look comes anyway: it makes up for a database that fails now.
      this.#arm(CONTACT_MS);
      this.flush().catch(() => {});
    });
  }

  async #write(): Promise<void> {
    if (this.#stopped) return;
    const kinds = await this.#writeKinds();
    if (kinds === 'refused') return;
    const contact = this.#lastContact();
    const { state, reason, message } = summarizeConnection({
      ...this.#observe(),
      previous: this.#connection.state,
      lastContact: contact,
      kinds: this.#kinds,
    });
    this.#connection = {
      state,
      reason,
      message,
      since:
        state === this.#connection.state ? this.#connection.since : this.#now(),
      lastContactAt:
        contact === undefined
          ? this.#connection.lastContactAt
          : new Date(contact).toISOString(),
    };
    const health = { connection: this.#connection, ...this.#versions };
    const { lastContactAt } = health.connection;
    const text = JSON.stringify({
      ...health,
      connection: { ...health.connection, lastContactAt: undefined },
    });
    const changed = text !== this.#saved;
    if (changed) {
      if (!(await this.#store.save(this.#lease, health, this.#now()))) {
        this.#onGone();
        return;
      }
      this.#saved = text;
    } else if (lastContactAt && lastContactAt !== this.#savedContact) {
      this.#contacts.note({ ...this.#lease, at: lastContactAt });
    }
    this.#savedContact = lastContactAt;
    if (changed || kinds === 'written') this.#onChange();
  }

  async #writeKinds(): Promise<'written' | 'nothing' | 'refused'> {
    const unsaved = [...this.#unsaved].map(kind => ({
      kind,
      health: this.#kinds.get(kind) as KindHealth,
      served: this.#served.get(kind),
    }));
    if (!unsaved.length) return 'nothing';
    const stands = await this.#store.saveKinds(
      this.#lease,
      unsaved.map(({ kind, health, served }) => ({
        group: kind.group,
        kind: kind.kind,
        version: health.version,
        servedVersions: served && [...served],
        state: health.state,
        message: health.message,
      })),
    );
    if (!stands) {
      // Deleted by another replica, say, which cannot tell us.
      this.#onGone();
      return 'refused';
    }
    for (const { kind, health, served } of unsaved) {
      // Unless it changed again while it was being written.
      const same =
        this.#kinds.get(kind) === health && this.#served.get(kind) === served;
      if (same) this.#unsaved.delete(kind);
    }
    return 'written';
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}
