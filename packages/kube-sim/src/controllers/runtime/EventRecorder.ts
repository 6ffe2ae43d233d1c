import { createHash } from 'crypto';
import { KubeObject, ObjectStore } from '../../store/ObjectStore';
import { SimClock } from './SimClock';
import { timestamp } from './timestamp';

/** The API server forgets Events after this time (`--event-ttl`). */
const EVENT_TTL_MS = 3_600_000;

interface RecordedEvent {
  involved: KubeObject;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** The component that reports, such as `kustomize-controller`. */
  source: string;
  annotations?: Record<string, string>;
}

/** Writes core/v1 Events as client-go's recorder does: an equal event within its lifetime raises `count`. */
export class EventRecorder {
  readonly #store: ObjectStore;
  readonly #clock: SimClock;
  #sequence = 0;
  /** Name of the Event by what it says. */
  readonly #known = new Map<string, { name: string; namespace: string }>();

  constructor(options: { store: ObjectStore; clock: SimClock }) {
    this.#store = options.store;
    this.#clock = options.clock;
  }

  record(event: RecordedEvent): void {
    const { involved, type, reason, source } = event;
    const message = event.message.slice(0, 1024);
    const namespace = involved.metadata.namespace ?? 'default';
    const at = timestamp(this.#clock.now());
    const key = createHash('sha1')
      .update(
        JSON.stringify([involved.metadata.uid, type, reason, message, source]),
      )
      .digest('base64');
    const known = this.#known.get(key);
    const seen =
      known && this.#store.get('', 'Event', known.namespace, known.name);
    if (seen) {
      this.#store.update(
        { ...seen, count: (seen.count ?? 1) + 1, lastTimestamp: at },
        { manager: source },
      );
      return;
    }
    this.#sequence += 1;
    // client-go appends the nanoseconds in hex; the sequence keeps names of one millisecond apart.
    const suffix = (
      BigInt(Math.floor(this.#clock.now())) * 1_000_000n +
      BigInt(this.#sequence % 1_000_000)
    ).toString(16);
    const name = `${involved.metadata.name}.${suffix}`;
    this.#store.create(
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: {
          name,
          namespace,
          ...(event.annotations && { annotations: event.annotations }),
        },
        involvedObject: {
          kind: involved.kind,
          ...(involved.metadata.namespace && { namespace }),
          name: involved.metadata.name,
          uid: involved.metadata.uid,
          apiVersion: involved.apiVersion,
          resourceVersion: involved.metadata.resourceVersion,
        },
        reason,
        message,
        source: { component: source },
        firstTimestamp: at,
        lastTimestamp: at,
        count: 1,
        type,
        eventTime: null,
        reportingComponent: source,
        reportingInstance: '',
      },
      { manager: source },
    );
    this.#known.set(key, { name, namespace });
    this.#clock.after(EVENT_TTL_MS, () => this.#expire(key));
  }

  /** Forgets everything at once, after a long sleep of the fleet. */
  purge(): void {
    for (const key of [...this.#known.keys()]) this.#expire(key);
  }

  #expire(key: string): void {
    const known = this.#known.get(key);
    if (!known) return;
    this.#known.delete(key);
    this.#store.delete('', 'Event', known.namespace, known.name);
  }
}
