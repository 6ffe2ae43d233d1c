import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type {
  ClusterAvailability,
  ClusterSync,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import type { ClusterRecord } from '../clusters/ClusterRecord';
import type { Clock } from '../kubernetes/Clock';
import type { Ingest } from './ingest/Ingest';
import type { CommittedChange } from './CommittedChange';

/** What a source says of a cluster that is stopped. */
export type Stop = Omit<ClusterAvailability, 'state'>;

/** How a cluster is kept current. */
export type Sync = Pick<ClusterSync, 'auto' | 'resyncMinutes'>;

/** What the service of the fleet is made of. */
export interface FleetOptions {
  knex: Knex;
  connector: ClusterConnector;
  listClusters: () => Promise<ClusterRecord[]>;
  syncOf: (clusterId: string) => Promise<Sync>;
  /** The settings of any cluster, read at once. */
  allSync: () => Promise<(clusterId: string) => Sync>;
  /** What its source says of a cluster that is stopped now; undefined of any other. */
  stopOf: (clusterId: string) => Promise<Stop | undefined>;
  /** Whether the connections to a cluster that are open are made of what is registered now; undefined: there are none. */
  isCurrent: (clusterId: string) => Promise<boolean | undefined>;
  logger: LoggerService;
  signals: Pick<SignalsService, 'publish'>;
  /** Called after each commit, before anybody is told of it. */
  onCommit?: (change: CommittedChange) => Promise<void>;
  clock?: Clock;
  /** Default: on the thread of the caller. */
  ingest?: Ingest;
}
