import { startAzureSim, type AzureSim } from '..';
import {
  BASICS,
  clients,
  FOREIGN,
  OBJECT,
  pages,
  PROD,
  refusal,
  TEST,
} from '../__testUtils__/azure';

const MISSING = '77777777-7777-4777-8777-777777777777';

describe('Resource Manager', () => {
  let sim: AzureSim;

  beforeAll(async () => {
    sim = await startAzureSim({
      ...BASICS,
      pageSize: 2,
      clusters: [
        {
          name: 'shop',
          subscriptionId: PROD,
          resourceGroup: 'RG-Shop',
          tags: { environment: 'production' },
          azureRbac: true,
          localAccountsDisabled: true,
        },
        { name: 'legacy', subscriptionId: PROD, entra: false },
        { name: 'idle', subscriptionId: PROD, power: 'Stopped' },
        { name: 'inner', subscriptionId: PROD, private: 'public-name' },
        { name: 'young', subscriptionId: PROD, provisioning: 'Creating' },
        { name: 'lab', subscriptionId: TEST },
      ],
    });
  });
  afterAll(() => sim.stop());
  afterEach(() => {
    sim.control.permit(PROD);
    sim.log.clear();
  });

  const list = (subscriptionId: string) =>
    pages(clients(sim).aks(subscriptionId).managedClusters.list());
  /** The text of a refused list, which the SDK leaves out of its error. */
  const refusedList = async (subscriptionId: string) => {
    let body = '';
    const error = await refusal(
      pages(
        clients(sim)
          .aks(subscriptionId)
          .managedClusters.list({
            onResponse: ({ bodyAsText }) => {
              body = bodyAsText ?? '';
            },
          }),
      ),
    );
    return { status: error.statusCode, ...JSON.parse(body).error };
  };

  describe('subscriptions', () => {
    it('lists those of the tenant, and tells about one', async () => {
      const { subscriptions } = clients(sim);
      const { items } = await pages(subscriptions.list());
      expect(items.map(({ displayName }) => displayName)).toEqual([
        'Production',
        'Test',
      ]);
      expect(await subscriptions.get(PROD)).toMatchObject({
        displayName: 'Production',
        state: 'Enabled',
        tenantId: BASICS.tenants[0].tenantId,
      });
    });

    it('says which tenant a subscription of another one needs', async () => {
      const error = await refusal(clients(sim).subscriptions.get(FOREIGN));
      expect(error).toMatchObject({
        statusCode: 401,
        code: 'InvalidAuthenticationTokenTenant',
      });
      expect(error.message).toContain(BASICS.tenants[1].tenantId);
    });

    it('knows no other ones', async () => {
      expect(
        await refusal(clients(sim).subscriptions.get(MISSING)),
      ).toMatchObject({ statusCode: 404, code: 'SubscriptionNotFound' });
    });

    it('hides one without any role from the list', async () => {
      sim.control.forbid(PROD);
      const { subscriptions } = clients(sim);
      const { items } = await pages(subscriptions.list());
      expect(items.map(({ displayName }) => displayName)).toEqual(['Test']);
      expect(await refusal(subscriptions.get(PROD))).toMatchObject({
        statusCode: 403,
        code: 'AuthorizationFailed',
      });
    });
  });

  describe('clusters', () => {
    it('come in pages, in the letter case of lists', async () => {
      const { items, count } = await list(PROD);
      expect(count).toBe(3);
      expect(items.map(({ name }) => name)).toEqual([
        'shop',
        'legacy',
        'idle',
        'inner',
        'young',
      ]);
      expect(items[0]).toMatchObject({
        id: `/subscriptions/${PROD}/resourcegroups/RG-Shop/providers/Microsoft.ContainerService/managedClusters/shop`,
        tags: { environment: 'production' },
        aadProfile: { managed: true, enableAzureRbac: true },
        disableLocalAccounts: true,
        kubernetesVersion: '1.34',
        currentKubernetesVersion: '1.34.2',
      });
      expect(items[1].aadProfile).toBeUndefined();
      expect(items[2].powerState).toEqual({ code: 'Stopped' });
      expect(items[3]).toMatchObject({
        privateFqdn: expect.stringContaining('.privatelink.'),
        apiServerAccessProfile: {
          enablePrivateCluster: true,
          enablePrivateClusterPublicFqdn: true,
        },
      });
      expect(items[4]).toMatchObject({ provisioningState: 'Creating' });
      expect(items[4].fqdn).toBeUndefined();
    });

    it('are told one by one in the letter case of get, whatever was asked', async () => {
      const one = await clients(sim)
        .aks(PROD)
        .managedClusters.get('rg-SHOP', 'Shop');
      expect(one.id).toBe(
        `/subscriptions/${PROD}/resourceGroups/RG-Shop/providers/Microsoft.ContainerService/managedClusters/shop`,
      );
      const error = await refusal(
        clients(sim).aks(PROD).managedClusters.get('rg1', 'nobody'),
      );
      expect(error).toMatchObject({
        statusCode: 404,
        code: 'ResourceNotFound',
      });
    });

    it('are refused without a role, with the action and the object id', async () => {
      sim.control.forbid(PROD, 'clusters');
      const error = await refusedList(PROD);
      expect(error).toMatchObject({ status: 403, code: 'AuthorizationFailed' });
      expect(error.message).toContain(OBJECT);
      expect(error.message).toContain(
        'Microsoft.ContainerService/managedClusters/read',
      );
      expect(await clients(sim).subscriptions.get(PROD)).toBeDefined();
    });

    it('are refused for subscriptions of nobody and of others', async () => {
      expect(await refusedList(MISSING)).toMatchObject({
        status: 404,
        code: 'SubscriptionNotFound',
      });
      expect(await refusedList(FOREIGN)).toMatchObject({
        status: 401,
        code: 'InvalidAuthenticationTokenTenant',
      });
    });

    it('come and go', async () => {
      await sim.control.addCluster({ name: 'guest', subscriptionId: TEST });
      expect((await list(TEST)).items.map(({ name }) => name)).toEqual([
        'lab',
        'guest',
      ]);
      await sim.control.removeCluster('guest');
      expect((await list(TEST)).items).toHaveLength(1);
    });
  });

  describe('credentials', () => {
    const kubeconfig = async (
      kind: 'User' | 'Admin',
      name: string,
      options = {},
    ) => {
      const { managedClusters } = clients(sim).aks(PROD);
      const group = name === 'shop' ? 'RG-Shop' : 'rg1';
      const { kubeconfigs } = await (kind === 'User'
        ? managedClusters.listClusterUserCredentials(group, name, options)
        : managedClusters.listClusterAdminCredentials(group, name, options));
      return Buffer.from(kubeconfigs![0].value!).toString();
    };

    it('leave the token of an Entra cluster to kubelogin, or to the retired plugin', async () => {
      const text = await kubeconfig('User', 'shop', { format: 'exec' });
      expect(text).toContain('command: kubelogin');
      expect(text).toContain('6dae42f8-4368-4678-94ff-3960e28e3630');
      expect(await kubeconfig('User', 'shop', { format: 'azure' })).toContain(
        'auth-provider:',
      );
    });

    it('hand out a certificate for a cluster without Entra', async () => {
      const text = await kubeconfig('User', 'legacy');
      expect(text).toContain('client-certificate-data:');
      expect(text).not.toContain('exec:');
    });

    it('name the address that resolves everywhere only when it is asked for', async () => {
      expect(await kubeconfig('User', 'inner')).toContain('.privatelink.');
      expect(
        await kubeconfig('User', 'inner', { serverFqdn: 'public' }),
      ).not.toContain('.privatelink.');
    });

    it('of the local administrator are refused where local accounts are disabled', async () => {
      expect(await kubeconfig('Admin', 'inner')).toContain(
        'client-certificate-data:',
      );
      expect(await refusal(kubeconfig('Admin', 'shop'))).toMatchObject({
        statusCode: 400,
        code: 'BadRequest',
        message: expect.stringContaining('disable local accounts'),
      });
    });

    it('are refused without the role for them, while the list is not', async () => {
      sim.control.forbid(PROD, 'credentials');
      const error = await refusal(kubeconfig('User', 'shop'));
      expect(error).toMatchObject({
        statusCode: 403,
        code: 'AuthorizationFailed',
      });
      expect(error.message).toContain('listClusterUserCredential/action');
      expect((await list(PROD)).items).toHaveLength(5);
    });
  });
});
