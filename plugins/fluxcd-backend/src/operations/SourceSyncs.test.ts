import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Operation } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type {
  SourceOperations,
  SourceSyncResult,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { setupOperations } from '../__testUtils__/setupOperations';
import { waitUntil } from '../__testUtils__/waitUntil';
import { SourceSyncs } from './SourceSyncs';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const ada = 'user:default/ada';
const step = (name: string) => ({
  kind: 'Cluster',
  namespace: 'rg',
  name,
  state: 'succeeded' as const,
});
const result: SourceSyncResult = {
  state: 'succeeded',
  outcome: 'done',
  message: '2 clusters, 1 of them new',
  steps: [step('one'), step('two')],
};

describe.each(databases.eachSupportedId())('SourceSyncs on %s', databaseId => {
  const given = setupOperations({ databases, databaseId, rows: [] });
  const logger = mockServices.logger.mock();
  const started: SourceSyncs[] = [];
  const ends: Array<() => void> = [];

  /** Another replica. */
  function replica(): SourceSyncs {
    const syncs = new SourceSyncs({ store: given.store, logger });
    started.push(syncs);
    return syncs;
  }
  const begin = (
    operations: SourceOperations,
    work: Parameters<SourceOperations['begin']>[0]['work'],
    key = 'sub-1',
  ) => operations.begin({ actor: ada, key, name: 'Production', work });
  /** Work that ends when the test says so. */
  const patient = async (): Promise<SourceSyncResult> =>
    new Promise(resolve => {
      ends.push(() => resolve(result));
    });
  const read = async (id: string) => (await given.store.get(id)) as Operation;
  const ended = (id: string) =>
    waitUntil(async () => expect((await read(id)).finishedAt).toBeDefined());

  beforeEach(async () => {
    jest.clearAllMocks();
    await given.knex('operations').update({ exclusive_key: null });
  });

  afterEach(async () => {
    for (const end of ends.splice(0)) end();
    await Promise.all(started.splice(0).map(each => each.stop()));
  });

  it('answers at once, shows progress, and records what came of it', async () => {
    const operations = replica().of('azure-aks');
    const operation = await begin(operations, async ({ report }) => {
      report([step('one')]);
      return patient();
    });
    expect(operation).toMatchObject({
      type: 'source-sync',
      state: 'running',
      requestedBy: ada,
      targets: [
        {
          kind: 'ClusterSource',
          namespace: 'azure-aks',
          name: 'Production',
          steps: [],
        },
      ],
    });
    await waitUntil(async () => {
      const { targets, state } = await read(operation.id);
      expect(targets[0].steps).toEqual([step('one')]);
      expect(state).toBe('running');
    });
    expect(await given.activities()).toEqual([
      {
        actor: ada,
        action: 'source.sync',
        outcome: 'initiated',
        name: 'Production',
      },
    ]);

    ends.splice(0).forEach(end => end());
    await ended(operation.id);
    expect(await read(operation.id)).toMatchObject({
      state: 'succeeded',
      targets: [
        {
          state: 'succeeded',
          outcome: 'done',
          steps: [step('one'), step('two')],
        },
      ],
    });
    expect(await given.knex('activities').select('outcome', 'message')).toEqual(
      [{ outcome: 'done', message: '2 clusters, 1 of them new' }],
    );
  });

  it('writes progress at most every half second, however often it is told', async () => {
    const operations = replica().of('azure-aks');
    const save = jest.spyOn(given.store, 'saveTarget');
    const began = Date.now();
    const { id } = await begin(operations, async ({ report }) => {
      for (let i = 0; i < 100; i++) {
        report([step(`cluster-${i}`)]);
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      return result;
    });
    await ended(id);
    const atMost = Math.ceil((Date.now() - began) / 500) + 1;
    expect(save.mock.calls.length).toBeGreaterThan(1);
    expect(save.mock.calls.length).toBeLessThanOrEqual(atMost);
    save.mockRestore();
  });

  it('runs one at a time per source and key, in whichever replica', async () => {
    const [here, there] = [replica(), replica()];
    const attempts = await Promise.allSettled(
      [here, there, here, there].map(syncs =>
        begin(syncs.of('azure-aks'), patient),
      ),
    );
    const begun = attempts.filter(a => a.status === 'fulfilled');
    expect(begun).toHaveLength(1);
    for (const refused of attempts.filter(a => a.status === 'rejected')) {
      expect(refused.reason).toMatchObject({
        name: 'ConflictError',
        message: `"Production" is being synchronized already, by operation ${begun[0].value.id} of ${ada}`,
      });
    }
    expect(await given.knex('operations')).toHaveLength(1);
    expect(await given.knex('activities')).toHaveLength(1);

    // Another key, and another source, are something else.
    await begin(there.of('azure-aks'), patient, 'sub-2');
    await begin(there.of('other-source'), patient);

    ends.splice(0).forEach(end => end());
    await ended(begun[0].value.id);
    const next = await begin(there.of('azure-aks'), async () => result);
    await ended(next.id);
  });

  it('counts a rejection as failed, and shows its text to nobody', async () => {
    const { id } = await begin(replica().of('azure-aks'), async () => {
      throw new Error('canary-secret');
    });
    await ended(id);
    const operation = await read(id);
    expect(operation).toMatchObject({
      state: 'failed',
      targets: [{ state: 'failed', outcome: 'failed' }],
    });
    const all = JSON.stringify([
      operation,
      await given.knex('activities'),
      logger.warn.mock.calls,
      logger.error.mock.calls,
    ]);
    expect(all).not.toContain('canary-secret');
    expect(await given.activities()).toMatchObject([{ outcome: 'failed' }]);
  });

  it('tells the work to end when the portal stops, and calls the outcome unknown', async () => {
    const syncs = replica();
    let signal: AbortSignal | undefined;
    const { id } = await begin(syncs.of('azure-aks'), async progress => {
      signal = progress.signal;
      progress.report([{ ...step('one'), state: 'running' }]);
      return patient();
    });
    await waitUntil(async () =>
      expect((await read(id)).targets[0].steps).toHaveLength(1),
    );
    await syncs.stop();
    expect(signal?.aborted).toBe(true);
    expect(await read(id)).toMatchObject({
      state: 'unknown',
      targets: [
        {
          state: 'unknown',
          outcome: 'interrupted',
          steps: [{ state: 'unknown' }],
        },
      ],
    });
    // What comes of it all the same is too late.
    ends.splice(0).forEach(end => end());
    await new Promise(resolve => setTimeout(resolve, 50));
    expect((await read(id)).state).toBe('unknown');
  });

  it('tells the work to end when another replica ended it', async () => {
    let signal: AbortSignal | undefined;
    const { id } = await begin(replica().of('azure-aks'), async progress => {
      signal = progress.signal;
      return new Promise<SourceSyncResult>(resolve => {
        ends.push(() => resolve(result));
        const timer = setInterval(() => progress.report([]), 50);
        ends.push(() => clearInterval(timer));
      });
    });
    await given.store.interrupt(id);
    await waitUntil(async () => expect(signal?.aborted).toBe(true));
    ends.splice(0).forEach(end => end());
    expect(await read(id)).toMatchObject({ state: 'unknown' });
  });

  it('goes on after a holder that was lost, once it is ended', async () => {
    const { id } = await begin(replica().of('azure-aks'), patient);
    const future = new Date(Date.now() + 60_000).toISOString();
    await given.store.endLost(future);
    expect((await read(id)).state).toBe('unknown');
    const next = await begin(replica().of('azure-aks'), async () => result);
    await ended(next.id);
    expect((await read(next.id)).state).toBe('succeeded');
  });

  it('goes on though the record of the holder was cleared away', async () => {
    const { id } = await begin(replica().of('azure-aks'), async () => result);
    await ended(id);
    await given.knex('operations').where({ id }).delete();
    const next = await begin(replica().of('azure-aks'), async () => result);
    await ended(next.id);
    expect((await read(next.id)).state).toBe('succeeded');
  });
});
