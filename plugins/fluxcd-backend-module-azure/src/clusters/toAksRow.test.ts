import { fromGraphRow } from './fromGraphRow';
import { judgeCluster } from './judgeCluster';
import { portalLink } from './portalLink';
import { toAksRow } from './toAksRow';

const SUBSCRIPTION = '22222222-2222-4222-8222-222222222222';
const TENANT = '11111111-1111-4111-8111-111111111111';
const OTHER = '44444444-4444-4444-8444-444444444444';

const listed = {
  // Lists write `resourcegroups`, single answers `resourceGroups`.
  id: `/subscriptions/${SUBSCRIPTION.toUpperCase()}/resourcegroups/RG-One/providers/Microsoft.ContainerService/managedClusters/Prod`,
  name: 'Prod',
  location: 'westeurope',
  tags: { Team: 'payments' },
  eTag: 'tag-1',
  kubernetesVersion: '1.34',
  currentKubernetesVersion: '1.34.2',
  agentPoolProfiles: [{ name: 'a', count: 3 }, { name: 'b' }],
  powerState: { code: 'Running' },
  provisioningState: 'Succeeded',
  aadProfile: { managed: true, tenantID: TENANT },
  fqdn: 'prod.example.com',
};
const row = toAksRow(listed)!;

describe('toAksRow', () => {
  it('reads what the list says, under an id in one spelling', () => {
    expect(row).toMatchObject({
      armId: listed.id.toLowerCase(),
      name: 'Prod',
      subscriptionId: SUBSCRIPTION,
      resourceGroup: 'RG-One',
      kubernetesVersion: '1.34.2',
      nodeCount: 3,
      power: 'running',
      entra: 'managed',
      localAccounts: true,
      private: false,
    });
    const got = listed.id.replace('/resourcegroups/', '/resourceGroups/');
    expect(toAksRow({ ...listed, id: got })!.armId).toBe(row.armId);
  });

  it('reads the same from Resource Graph, which spells names otherwise', () => {
    expect(
      toAksRow(
        fromGraphRow({
          id: listed.id,
          name: 'Prod',
          location: 'westeurope',
          tags: { Team: 'payments', broken: 1 },
          properties: {
            eTag: 'tag-1',
            kubernetesVersion: '1.34',
            currentKubernetesVersion: '1.34.2',
            agentPoolProfiles: [{ name: 'a', count: 3 }],
            powerState: { code: 'Running' },
            provisioningState: 'Succeeded',
            aadProfile: { managed: true, tenantID: TENANT },
            fqdn: 'prod.example.com',
            privateFQDN: 'prod.internal',
            apiServerAccessProfile: {
              enablePrivateCluster: true,
              enablePrivateClusterPublicFQDN: true,
            },
          },
        })!,
      ),
    ).toEqual({
      ...row,
      private: true,
      publicFqdn: true,
      privateFqdn: 'prod.internal',
    });
  });

  it('leaves out tags that are no texts', () => {
    const tags = { Team: 'payments', empty: null, count: 3 } as never;
    expect(toAksRow({ ...listed, tags })!.tags).toEqual({ Team: 'payments' });
    expect(toAksRow({ ...listed, tags: undefined })!.tags).toEqual({});
  });

  it('leaves out what is no cluster', () => {
    expect(toAksRow({ ...listed, id: '/subscriptions/x' })).toBeUndefined();
    expect(fromGraphRow(null)).toBeUndefined();
    expect(fromGraphRow({ id: 7 })).toBeUndefined();
  });
});

describe('judgeCluster', () => {
  const judge = (change: object, allowAdmin = false) =>
    judgeCluster({ ...row, ...change }, { tenantId: TENANT }, allowAdmin);

  it('imports by Entra, or by the certificate of the cluster', () => {
    expect(judge({})).toEqual({ verdict: 'import', signIn: 'entra' });
    expect(judge({ entra: 'none' })).toEqual({
      verdict: 'import',
      signIn: 'user-certificate',
    });
    expect(judge({ power: 'stopped' })).toMatchObject({
      verdict: 'import',
      signIn: 'entra-later',
    });
  });

  it.each([
    [{ provisioningState: 'Creating', fqdn: undefined }, /being created/],
    [{ provisioningState: 'Deleting' }, /being deleted/],
    [{ power: 'stopped', entra: 'none' }, /stopped/],
    [{ provisioningState: 'Failed', fqdn: undefined }, /creation failed/],
    [{ fqdn: undefined }, /no API server yet/],
  ])('waits for a cluster that is not ready: %j', (change, reason) => {
    expect(judge(change)).toEqual({
      verdict: 'not-ready',
      reason: expect.stringMatching(reason),
    });
  });

  it.each([
    [{ entra: 'legacy' }, /legacy/],
    [{ tenantId: OTHER }, /trusts tokens of the tenant/],
    [{ entra: 'none', localAccounts: false }, /neither/],
  ])('says why it cannot sign in: %j', (change, reason) => {
    expect(judge(change)).toEqual({
      verdict: 'unsupported',
      reason: expect.stringMatching(reason),
    });
  });

  it('takes the admin only where it is allowed and there is one', () => {
    expect(judge({ entra: 'legacy' }, true).signIn).toBe('admin-certificate');
    expect(judge({ entra: 'legacy', localAccounts: false }, true).verdict).toBe(
      'unsupported',
    );
    expect(judge({}, true).signIn).toBe('entra');
  });
});

it('links to the page of a cluster in the portal of its cloud', () => {
  expect(
    portalLink(row.armId, {
      portalUrl: 'https://portal.azure.us',
      tenantId: TENANT,
    }),
  ).toBe(`https://portal.azure.us/#@${TENANT}/resource${row.armId}/overview`);
});
