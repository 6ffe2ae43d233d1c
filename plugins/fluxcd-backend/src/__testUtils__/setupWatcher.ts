import {
  mockServices,
  type TestDatabases,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import { applyMigrations } from '../database/applyMigrations';
import { ClusterWatcher } from '../fleet/ClusterWatcher';
import { ConnectionStore } from '../fleet/ConnectionStore';
import { ContactWriter } from '../fleet/ContactWriter';
import { InlineIngest } from '../fleet/ingest/InlineIngest';
import { ResourceWriter } from '../fleet/ResourceWriter';
import { insertCluster } from './fleetRows';
import { ManualClock } from './ManualClock';
import type { ScriptedCluster } from './ScriptedCluster';

/** Watchers of one registered cluster on a database of their own; to be called in a `describe`. */
export function setupWatcher(databases: TestDatabases) {
  let knex: Knex;
  let connections: ConnectionStore;
  const ends: Array<() => Promise<void>> = [];

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    await applyMigrations({ getClient: async () => knex });
    await insertCluster(knex, 'c1');
    connections = new ConnectionStore({ knex });
  });

  afterEach(async () => {
    await Promise.all(ends.splice(0).map(end => end()));
  });

  function watch(
    cluster: ScriptedCluster,
    options: {
      connector?: ClusterConnector;
      connections?: ConnectionStore;
    } = {},
  ) {
    const clock = new ManualClock();
    const logger = mockServices.logger.mock();
    const changes: string[] = [];
    const writer = new ResourceWriter({
      knex,
      logger,
      clock,
      onChange: () => changes.push('resources'),
      onLeaseLost: () => changes.push('lost'),
    });
    const store = options.connections ?? connections;
    const contacts = new ContactWriter({ store, clock });
    contacts.start();
    const watcher = new ClusterWatcher({
      lease: { clusterId: 'c1', fence: 0 },
      connector: options.connector ?? { connect: async () => cluster.client },
      ingest: new InlineIngest({ clock }),
      writer,
      connections: store,
      contacts,
      logger,
      clock,
      onChange: () => changes.push('cluster'),
      onGone: () => changes.push('gone'),
    });
    watcher.start();
    const stop = async () => {
      await watcher.stop();
      await contacts.stop();
      await writer.stop();
    };
    ends.push(stop);
    /** Lets time pass, ours and that of the database, until `check` passes. */
    const until = async (check: () => Promise<void>, step = 100) => {
      for (let turn = 0; ; turn += 1) {
        await clock.advance(step);
        try {
          await check();
          return;
        } catch (error) {
          if (turn > 600) throw error;
        }
      }
    };
    const whenState = (state: object) =>
      until(async () =>
        expect((await connections.get('c1'))?.connection).toMatchObject(state),
      );
    const state = async () => (await connections.get('c1'))?.connection;
    return {
      clock,
      logger,
      changes,
      watcher,
      until,
      whenState,
      state,
      stop,
    };
  }

  const rows = () =>
    knex('resources').orderBy('kind').select('kind', 'version', 'uid');
  const kindState = async (kind: string) =>
    (await connections.kinds('c1')).find(k => k.kind === kind)?.state;

  /** What the database has of the kustomizations as a whole. */
  const kindRow = () =>
    knex('cluster_kinds')
      .where({ cluster_id: 'c1', kind: 'Kustomization' })
      .first();

  return {
    watch,
    rows,
    kindRow,
    kindState,
    get knex() {
      return knex;
    },
    get connections() {
      return connections;
    },
  };
}
