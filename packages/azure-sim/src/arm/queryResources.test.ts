import { startAzureSim, type AzureSim } from '..';
import {
  BASICS,
  clients,
  FOREIGN,
  PROD,
  refusal,
  TEST,
} from '../__testUtils__/azure';

const QUERY =
  "resources | where type =~ 'microsoft.containerservice/managedclusters' | project id, name, subscriptionId, properties | order by id asc";

describe('Resource Graph', () => {
  let sim: AzureSim;

  beforeAll(async () => {
    sim = await startAzureSim({
      ...BASICS,
      clusters: [
        { name: 'b', subscriptionId: PROD },
        { name: 'a', subscriptionId: PROD },
        { name: 'c', subscriptionId: TEST, private: 'private-name' },
        { name: 'd', subscriptionId: FOREIGN },
      ],
    });
  });
  afterAll(() => sim.stop());
  afterEach(() => sim.control.permit(PROD));

  const query = async (subscriptions?: string[]) => {
    const rows: any[] = [];
    let skipToken: string | undefined;
    let count = 0;
    do {
      const page = await clients(sim).graph.resources({
        query: QUERY,
        subscriptions,
        options: { resultFormat: 'objectArray', top: 2, skipToken },
      });
      rows.push(...page.data);
      skipToken = page.skipToken;
      count += 1;
    } while (skipToken);
    return { rows, count };
  };
  const names = (rows: any[]) => rows.map(({ name }) => name);

  it('finds the clusters of all subscriptions of the tenant, in pages', async () => {
    const { rows, count } = await query();
    expect(names(rows)).toEqual(['a', 'b', 'c']);
    expect(count).toBe(2);
    expect(Object.keys(rows[0]).sort()).toEqual([
      'id',
      'name',
      'properties',
      'subscriptionId',
    ]);
    // Raw: the names of the wire, not those of the client for clusters.
    expect(rows[2].properties).toMatchObject({
      enableRBAC: true,
      privateFQDN: expect.stringContaining('privatelink'),
    });
  });

  it('leaves out what the caller may not read, without a word', async () => {
    sim.control.forbid(PROD, 'clusters');
    expect(names((await query()).rows)).toEqual(['c']);
    expect(names((await query([PROD, TEST])).rows)).toEqual(['c']);
  });

  it('refuses a query for nothing that the caller may read', async () => {
    const error = await refusal(query([FOREIGN]));
    expect(error).toMatchObject({ statusCode: 400, code: 'BadRequest' });
  });
});
