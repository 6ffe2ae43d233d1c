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

  it('is worked on a few at a time, and holds nobody up who comes later', async () => {
    const service = given.make();
    const first = bulk.slice(0, AT_ONCE).map(row => row.name);
    for (const name of first) given.cluster.silent.add(name);
    const all = await given.reconcile(service, ...bulk.map(row => row.id));
    await waitUntil(async () => expect(patched()).toHaveLength(AT_ONCE));

    const one = await given.reconcile(service, web.id);
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(patched().sort()).toEqual(first.sort());

    for (const name of first) given.cluster.objects.delete(name);
    await given.finished(service, one.id);
    await given.finished(service, all.id);
    expect(patched()).toHaveLength(bulk.length + 1);
    expect(patched().indexOf('web')).toBeLessThan(2 * AT_ONCE);
  });
});
