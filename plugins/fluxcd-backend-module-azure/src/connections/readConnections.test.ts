import { ConfigReader } from '@backstage/config';
import { BUILT_IN_CLOUDS } from '../clouds/BUILT_IN_CLOUDS';
import { CLIENT, SECRET, SUBSCRIPTION, TENANT } from '../__testUtils__/ids';
import { readConnections } from './readConnections';

function read(...connections: unknown[]) {
  return readConnections(
    new ConfigReader({ fluxcd: { azure: { connections } } } as any),
    [BUILT_IN_CLOUDS[0]],
  );
}

const secret = {
  name: 'shop',
  tenantId: TENANT.toUpperCase(),
  clientId: CLIENT,
  credential: { type: 'client-secret', clientSecret: SECRET },
  subscriptions: [SUBSCRIPTION],
};
const workload = {
  name: 'pod',
  credential: { type: 'workload-identity' },
  subscriptions: 'all',
};

describe('readConnections', () => {
  it('reads none from a configuration without', () => {
    expect(readConnections(new ConfigReader({}), BUILT_IN_CLOUDS)).toEqual([]);
  });

  it('takes the first cloud for a connection that names none', () => {
    const config = new ConfigReader({
      fluxcd: { azure: { connections: [workload] } },
    } as any);
    const [{ record }] = readConnections(config, BUILT_IN_CLOUDS.slice(1));
    expect(record.cloud).toBe('usgovernment');
  });

  it('reads every type of credential, and keeps the secret out of the record', () => {
    const connections = read(
      secret,
      workload,
      {
        name: 'machine',
        clientId: CLIENT,
        credential: { type: 'managed-identity' },
        subscriptions: 'all',
        include: { tags: { team: '*' } },
      },
      {
        name: 'file',
        tenantId: TENANT,
        clientId: CLIENT,
        credential: { type: 'federated', tokenFile: '/var/run/token' },
        subscriptions: 'all',
      },
      { name: 'any', credential: { type: 'default' }, subscriptions: 'all' },
    );
    expect(connections[0]).toMatchObject({
      key: 'fluxcd.azure.connections[0]',
      clientSecret: SECRET,
      record: {
        id: expect.stringMatching(/^config-[0-9a-f]{24}$/),
        name: 'shop',
        origin: 'config',
        cloud: 'public',
        tenantId: TENANT,
        clientId: CLIENT,
        credential: { type: 'client-secret' },
        subscriptions: [SUBSCRIPTION],
      },
    });
    expect(JSON.stringify(connections[0].record)).not.toContain(SECRET);
    expect(connections.map(c => c.record.credential.type)).toEqual([
      'client-secret',
      'workload-identity',
      'managed-identity',
      'federated',
      'default',
    ]);
    expect(connections[2].record.include).toEqual({ tags: { team: '*' } });
    expect(connections[3].record.credential.tokenFile).toBe('/var/run/token');
    // A new start finds the clusters of the connection again.
    expect(read(workload)[0].record.id).toBe(connections[1].record.id);
  });

  it.each([
    [[{ ...secret, name: 'a\nb' }], '[0].name must be one line'],
    [[workload, workload], '[1].name must be unique'],
    [[{ ...secret, tenantId: 'contoso.com' }], '[0].tenantId must be a GUID'],
    [[{ ...secret, clientId: undefined }], '[0].clientId is missing'],
    [[{ ...secret, cloud: 'moon' }], '[0].cloud must be one of public'],
    [[{ ...secret, subscriptions: 'some' }], '[0].subscriptions'],
    [[{ ...secret, subscriptions: [] }], '[0].subscriptions'],
    [
      [{ ...secret, credential: { type: 'client-secret' } }],
      '[0].credential.clientSecret is missing',
    ],
    [
      [{ ...workload, credential: { type: 'password' } }],
      '[0].credential.type',
    ],
    [
      [{ ...workload, credential: { type: 'default', clientSecret: SECRET } }],
      '[0].credential.clientSecret must be left out with default',
    ],
    [
      [
        {
          ...workload,
          credential: { type: 'workload-identity', tokenFile: 'token' },
        },
      ],
      '[0].credential.tokenFile must be an absolute path',
    ],
    [[{ ...workload, include: { name: ['a'] } }], '[0].include'],
  ])('refuses %j by its key', (connections, message) => {
    let thrown = '';
    try {
      read(...connections);
    } catch (error) {
      thrown = (error as Error).message;
    }
    expect(thrown).toContain(`fluxcd.azure.connections${message}`);
    expect(thrown).not.toContain(SECRET);
  });
});
