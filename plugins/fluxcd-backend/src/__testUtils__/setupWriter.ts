import {
  mockServices,
  type TestDatabases,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { applyMigrations } from '../database/applyMigrations';
import type { ResourceRow } from '../database/ResourceRow';
import type { CommittedChange } from '../fleet/CommittedChange';
import { ConnectionStore } from '../fleet/ConnectionStore';
import { ResourceWriter } from '../fleet/ResourceWriter';
import { insertCluster, resourceRow } from './fleetRows';
import { ManualClock } from './ManualClock';

const KEY = {
  clusterId: 'c1',
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  fence: 0,
};

/** A writer for two clusters on a database of their own; to be called in a `describe`. */
export function setupWriter(
  databases: TestDatabases,
  id: Parameters<TestDatabases['init']>[0],
) {
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.init(id);
    await applyMigrations({ getClient: async () => knex });
  });

  beforeEach(async () => {
    await knex('clusters').delete();
    await insertCluster(knex, 'c1');
    await insertCluster(knex, 'c2');
    const connections = new ConnectionStore({ knex });
    for (const clusterId of ['c1', 'c2']) {
      await connections.saveKinds({ clusterId, fence: 0 }, [
        {
          group: KEY.group,
          kind: KEY.kind,
          version: 'v1',
          state: 'pending',
        },
      ]);
    }
  });

  function setup(options: { knex?: Knex } = {}) {
    const clock = new ManualClock();
    const logger = mockServices.logger.mock();
    const changes: CommittedChange[] = [];
    const changed: string[] = [];
    const lost: string[] = [];
    const writer = new ResourceWriter({
      knex: options.knex ?? knex,
      logger,
      clock,
      onChange: change => {
        changes.push(change);
        changed.push(change.clusterId);
      },
      onLeaseLost: (clusterId, fence) => lost.push(`${clusterId} ${fence}`),
    });
    const stream = writer.open(KEY);
    return { clock, logger, changes, changed, lost, writer, stream };
  }

  const never = new AbortController().signal;

  /** Lets the collecting time pass and the transactions end. */
  async function flush(clock: ManualClock, until: () => boolean) {
    await clock.advance(250);
    // Transactions take time that no clock of ours knows.
    const deadline = Date.now() + 20_000;
    while (!until() && Date.now() < deadline) {
      await clock.advance(100);
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    expect(until()).toBe(true);
  }

  const names = async (clusterId = 'c1') =>
    (
      await knex('resources')
        .where({ cluster_id: clusterId })
        .orderBy('name')
        .select('name')
    ).map(r => r.name);
  const kindRow = async () =>
    (await knex('cluster_kinds').where({ cluster_id: 'c1' }))[0];
  const row = (name: string, more: Partial<ResourceRow> = {}) =>
    resourceRow({ name, ...more });

  return {
    KEY,
    row,
    setup,
    never,
    flush,
    names,
    kindRow,
    get knex() {
      return knex;
    },
  };
}
