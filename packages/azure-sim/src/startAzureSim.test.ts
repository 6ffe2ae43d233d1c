import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAzureSim } from '.';
import { BASICS, CLIENT, clients, OBJECT, pages } from './__testUtils__/azure';

describe('startAzureSim', () => {
  it('holds three hundred clusters in five subscriptions', async () => {
    const subscriptions = Array.from({ length: 5 }, (_, index) => ({
      subscriptionId: `0000000${index}-0000-4000-8000-000000000000`,
      name: `Subscription ${index}`,
    }));
    const sim = await startAzureSim({
      ...BASICS,
      subscriptions,
      pageSize: 25,
      clusters: subscriptions.flatMap(({ subscriptionId }, index) =>
        Array.from({ length: 60 }, (__, count) => ({
          name: `aks-${index}-${count}`,
          subscriptionId,
        })),
      ),
    });
    try {
      const { aks } = clients(sim);
      const lists = await Promise.all(
        subscriptions.map(({ subscriptionId }) =>
          pages(aks(subscriptionId).managedClusters.list()),
        ),
      );
      const ids = lists.flatMap(({ items }) => items.map(({ id }) => id));
      expect(new Set(ids).size).toBe(300);
      expect(lists.map(({ count }) => count)).toEqual([3, 3, 3, 3, 3]);
    } finally {
      await sim.stop();
    }
  });

  it('keeps certificates and keys in a folder, for its owner only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'azure-sim-'));
    const start = () => startAzureSim({ ...BASICS, folder });
    const first = await start();
    const issued = first.forge({ oid: OBJECT });
    await first.stop();
    const second = await start();
    try {
      expect(second.caPem).toBe(first.caPem);
      expect(second.tokenIssuer).toEqual(first.tokenIssuer);
      expect(second.forge({ oid: OBJECT })).toBe(issued);
      for (const file of readdirSync(folder)) {
        // eslint-disable-next-line no-bitwise
        expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
      }
    } finally {
      await second.stop();
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses a cluster of a subscription that is not there, and an unknown client', async () => {
    await expect(
      startAzureSim({
        ...BASICS,
        clusters: [{ name: 'lost', subscriptionId: 'nowhere' }],
      }),
    ).rejects.toThrow('No subscription nowhere');
    const sim = await startAzureSim(BASICS);
    expect(() => sim.control.expireSecrets('nobody')).toThrow(
      'No client nobody',
    );
    expect(() => sim.control.expireSecrets(CLIENT)).not.toThrow();
    await sim.stop();
  });
});
