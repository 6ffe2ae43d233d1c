import fs from 'node:fs/promises';
import path from 'node:path';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type {
  ClusterRegistry,
  DiscoveredCluster,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { startApiServer } from '../__testUtils__/startApiServer';
import { AddressGuard } from '../security/AddressGuard';
import { ClientFactory } from './ClientFactory';
import { InClusterSource } from './InClusterSource';
import { InClusterStrategy } from './InClusterStrategy';
import { readInCluster } from './readInCluster';

/** Where the kubelet puts the files of the service account. */
const FOLDER = 'var/run/secrets/kubernetes.io/serviceaccount';

describe('the cluster that the backend runs in', () => {
  const root = createMockDirectory();
  const environment = process.env;
  let api: Awaited<ReturnType<typeof startApiServer>>;

  const writeToken = (token: string) =>
    fs.writeFile(path.join(root.path, FOLDER, 'token'), token);
  const read = () => readInCluster(root.path);

  beforeAll(async () => {
    api = await startApiServer();
  });
  afterAll(() => api.stop());

  beforeEach(() => {
    const { hostname, port } = new URL(api.server);
    process.env = {
      ...environment,
      KUBERNETES_SERVICE_HOST: hostname,
      KUBERNETES_SERVICE_PORT: port,
    };
    root.setContent({
      [FOLDER]: { 'ca.crt': api.certificateAuthority, token: 'good-token\n' },
    });
  });
  afterEach(() => {
    process.env = environment;
  });

  it('is reached with the service account of the pod, at an address that needs no listing', async () => {
    const factory = new ClientFactory({
      strategies: [new InClusterStrategy({ read })],
      guard: new AddressGuard(),
    });
    const client = await factory.create({
      id: '1',
      server: api.server,
      auth: { type: 'in-cluster' },
    });
    await expect(client.request({ path: '/version' })).resolves.toBeDefined();
    await client.close();
  });

  it('reads the renewed token once a minute', async () => {
    let now = 1_000_000;
    const strategy = new InClusterStrategy({ read, now: () => now });
    const { getToken } = await strategy.connect();
    expect(await getToken!()).toBe('good-token');
    await writeToken('renewed-token');
    now += 59_000;
    expect(await getToken!()).toBe('good-token');
    now += 1_000;
    expect(await getToken!()).toBe('renewed-token');
  });

  it('cannot be read outside a pod, and says so', async () => {
    delete process.env.KUBERNETES_SERVICE_HOST;
    await expect(new InClusterStrategy().connect()).rejects.toThrow(
      'fluxcd.inCluster.enabled is set, but the backend does not run in a Kubernetes pod',
    );
  });

  describe('as a cluster source', () => {
    const run = async (inCluster: object | undefined) => {
      const calls: [string, unknown][] = [];
      const clusters: ClusterRegistry = {
        upsert: async (cluster: DiscoveredCluster) => {
          calls.push(['upsert', cluster]);
          return { id: '1' };
        },
        retire: async sourceId => {
          calls.push(['retire', sourceId]);
        },
        setAvailability: async () => {},
        list: async () => [],
        test: async () => ({ ok: true, message: '' }),
      };
      const config = new ConfigReader(inCluster && { fluxcd: { inCluster } });
      await new InClusterSource({ config, read }).start({ clusters });
      return calls;
    };

    it('is registered when it is switched on', async () => {
      expect(
        await run({
          enabled: true,
          name: 'home',
          title: 'Home',
          description: 'Where Backstage lives',
        }),
      ).toEqual([
        [
          'upsert',
          {
            sourceId: 'in-cluster',
            name: 'home',
            title: 'Home',
            description: 'Where Backstage lives',
            server: api.server,
            auth: { type: 'in-cluster' },
          },
        ],
      ]);
      expect((await run({ enabled: true }))[0][1]).toMatchObject({
        name: 'in-cluster',
      });
    });

    it.each([[undefined], [{ enabled: false, name: 'home' }], [{}]])(
      'is retired when it is not: %j',
      async inCluster => {
        expect(await run(inCluster)).toEqual([['retire', 'in-cluster']]);
      },
    );
  });
});
