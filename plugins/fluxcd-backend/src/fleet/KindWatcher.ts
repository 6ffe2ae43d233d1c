import type { LoggerService } from '@backstage/backend-plugin-api';
import type { FluxKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ResourceRow } from '../database/ResourceRow';
import { Backoff } from '../kubernetes/Backoff';
import type { Clock } from '../kubernetes/Clock';
import type { ClusterLink } from '../kubernetes/ClusterLink';
import type { CollectionReader } from '../kubernetes/CollectionReader';
import { collectionPath } from '../kubernetes/collectionPath';
import { pause } from '../kubernetes/pause';
import { Reflector } from '../kubernetes/Reflector';
import type { ReflectorState } from '../kubernetes/ReflectorState';
import type { Ingest } from './ingest/Ingest';
import type { ResourceStream } from './ResourceStream';
import type { ResourceWriter } from './ResourceWriter';

/** Keeps the rows of one kind of one cluster, read in one version, equal to the cluster; from its creation on. */
export class KindWatcher {
  readonly version: string;
  readonly #reflector: Reflector<ResourceRow>;
  readonly #reader: CollectionReader<ResourceRow>;
  readonly #stream: ResourceStream;
  readonly #stopped = new AbortController();
  readonly #running: Promise<void>;

  constructor(options: {
    clusterId: string;
    /** Of the lease on the cluster. */
    fence: number;
    kind: FluxKind;
    version: string;
    /** Up to which all is in the database: it is continued there. Without it, everything is listed. */
    resumeAt?: string;
    link: ClusterLink;
    ingest: Ingest;
    writer: ResourceWriter;
    clock: Clock;
    logger: LoggerService;
    onState: (state: ReflectorState) => void;
    /** Called when the server does not know the kind. */
    onAbsent: () => void;
  }) {
    const { clusterId, kind, version, clock, logger } = options;
    this.version = version;
    this.#stream = options.writer.open({
      clusterId,
      group: kind.group,
      kind: kind.kind,
      fence: options.fence,
    });
    if (options.resumeAt) this.#stream.committed(options.resumeAt);
    this.#reader = options.ingest.open({ clusterId, kind, version });
    this.#reflector = new Reflector<ResourceRow>({
      path: collectionPath(kind, version),
      link: options.link,
      store: this.#stream,
      reader: this.#reader,
      clock,
      onState: options.onState,
    });
    this.#running = this.#run(options.onAbsent, clock).catch(error => {
      logger.error(`The reflector of ${kind.kind} ended`, error);
    });
  }

  /** Whether a watch is open now. */
  get live(): boolean {
    return this.#reflector.live;
  }

  /** Nothing is written any more from the moment of the call on. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#stream.close();
    await this.#running;
    this.#reader.close();
  }

  async #run(onAbsent: () => void, clock: Clock): Promise<void> {
    const { signal } = this.#stopped;
    const backoff = new Backoff({ clock });
    while ((await this.#reflector.run(signal)) === 'absent') {
      // Either the kind is gone, which discovery tells, or the server did not mean it.
      onAbsent();
      await pause(clock, backoff.next(), signal);
    }
  }
}
