import { setTimeout as sleep } from 'node:timers/promises';
import { makeResource } from '../__testUtils__/seedResources';
import { setupOperations } from '../__testUtils__/setupOperations';
import { waitUntil } from '../__testUtils__/waitUntil';

jest.setTimeout(120_000);

const AT_ONCE = 8;
const bulk = Array.from({ length: 3 * AT_ONCE }, (_, i) =>
  makeResource({ cluster_id: 'c1', name: `bulk-${i}` }),
);
const web = makeResource({ cluster_id: 'c1', name: 'web' });

describe('a bulk', () => {
  const given = setupOperations({
    rows: [...bulk, web],
    living: [...bulk, web],
  });
  const patched = () =>
    given.cluster.requests.map(({ path }) => path.split('/').at(-1));

  it('is worked on a few at a time, and holds nobody up while it waits', async () => {
    const service = given.make();
    const first = bulk.slice(0, AT_ONCE).map(row => row.name);
    for (const name of first) given.cluster.silent.add(name);
    const all = await given.reconcile(service, ...bulk.map(row => row.id));
    await waitUntil(async () => expect(patched()).toHaveLength(AT_ONCE));

    const one = await given.reconcile(service, web.id);
    expect((await given.finished(service, one.id)).state).toBe('succeeded');
    expect(patched().sort()).toEqual([...first, 'web'].sort());

    for (const name of first) given.cluster.objects.delete(name);
    await given.finished(service, all.id);
    expect(patched()).toHaveLength(bulk.length + 1);
  });

  it('asks a cluster few things at once, together with all others', async () => {
    const { cluster } = given;
    const service = given.make();
    for (const { name } of bulk) cluster.silent.add(name);
    const request = cluster.request.bind(cluster);
    let now = 0;
    let most = 0;
    jest.spyOn(cluster, 'request').mockImplementation(async asked => {
      now += 1;
      most = Math.max(most, now);
      await sleep(5);
      now -= 1;
      return request(asked);
    });
    for (const from of [0, AT_ONCE, 2 * AT_ONCE]) {
      const part = bulk.slice(from, from + AT_ONCE);
      await given.reconcile(service, ...part.map(row => row.id));
    }
    await waitUntil(async () => expect(patched()).toHaveLength(bulk.length));
    expect(most).toBe(AT_ONCE);
  });
});
