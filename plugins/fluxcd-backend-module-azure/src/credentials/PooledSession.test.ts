import { ContainerServiceClient } from '@azure/arm-containerservice';
import { startAzureSim } from '@internal/azure-sim';
import {
  CLIENT,
  OBJECT_ID,
  SECRET,
  SUBSCRIPTION,
  TENANT,
} from '../__testUtils__/ids';
import { makeConnection } from '../__testUtils__/makeConnection';
import { startAzure } from '../__testUtils__/startAzure';
import { BUILT_IN_CLOUDS } from '../clouds/BUILT_IN_CLOUDS';
import { toAzureProblem } from '../problems/toAzureProblem';
import { PooledSession } from './PooledSession';

const AKS = '6dae42f8-4368-4678-94ff-3960e28e3630';

describe('PooledSession', () => {
  it.each(BUILT_IN_CLOUDS.map(cloud => [cloud.name, cloud] as const))(
    'asks for tokens of the Resource Manager of its own cloud: %s',
    (_, cloud) => {
      const { clientOptions } = new PooledSession({
        connection: makeConnection(),
        cloud,
        clientSecret: SECRET,
      });
      expect(clientOptions.endpoint).toBe(cloud.resourceManagerEndpoint);
      expect(clientOptions.credentials.scopes).toEqual([
        `${cloud.resourceManagerEndpoint}/.default`,
      ]);
    },
  );

  it('has its clients send tokens of that audience', async () => {
    const resourceManagerAudience = 'https://management.chinacloudapi.cn';
    const azure = await startAzureSim({
      tenants: [
        {
          tenantId: TENANT,
          clients: [
            { clientId: CLIENT, objectId: OBJECT_ID, secrets: [SECRET] },
          ],
        },
      ],
      subscriptions: [{ subscriptionId: SUBSCRIPTION, name: 'Shop' }],
      resourceManagerAudience,
    });
    try {
      const session = new PooledSession({
        connection: makeConnection(),
        clientSecret: SECRET,
        cloud: {
          ...BUILT_IN_CLOUDS[2],
          builtIn: false,
          authorityHost: azure.authorityHost,
          resourceManagerEndpoint: azure.resourceManagerEndpoint,
          certificateAuthority: azure.caPem,
        },
      });
      const { managedClusters } = new ContainerServiceClient(
        session.credential,
        SUBSCRIPTION,
        session.clientOptions,
      );
      expect((await managedClusters.list().next()).done).toBe(true);
      expect(azure.log.tokenRequests().map(r => r.scope)).toEqual([
        expect.stringContaining(`${resourceManagerAudience}/.default`),
      ]);
    } finally {
      await azure.stop();
    }
  });

  it('gives up an Entra ID that never answers, in a quarter of a minute', async () => {
    const { azure, cloud } = await startAzure();
    try {
      azure.control.failTokenEndpoint({ how: 'hang' });
      const session = new PooledSession({
        connection: makeConnection(),
        cloud,
        clientSecret: SECRET,
      });
      const before = Date.now();
      const error = await session.getAksToken(AKS).catch(e => e);
      expect(Date.now() - before).toBeLessThan(20_000);
      expect(toAzureProblem(error, session).message).toMatch(
        /did not answer in time|cannot reach/,
      );
    } finally {
      await azure.stop();
    }
  });
});
