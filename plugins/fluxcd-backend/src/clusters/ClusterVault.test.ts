import { randomBytes } from 'node:crypto';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { setupClusters } from '../__testUtils__/setupClusters';
import { startApiServer } from '../__testUtils__/startApiServer';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const OTHER_KEY = randomBytes(32).toString('base64url');

describe.each(databases.eachSupportedId())('ClusterVault on %s', id => {
  const given = setupClusters(databases, id);

  it('keeps every credential unreadable in a dump of the database', async () => {
    const { service } = given.create();
    const pair = await given.api.issueClientCertificate('ops');
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    await service.create(
      given.input({
        credentials: {
          type: 'kubeconfig',
          kubeconfig: JSON.stringify({
            clusters: [
              {
                name: 'k',
                cluster: {
                  server: given.api.server,
                  'certificate-authority-data': base64(
                    given.api.certificateAuthority,
                  ),
                },
              },
            ],
            contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
            users: [
              {
                name: 'u',
                user: {
                  'client-certificate-data': base64(pair.certificate),
                  'client-key-data': base64(pair.privateKey),
                },
              },
            ],
          }),
        },
      }),
      given.actor,
    );
    await given.knex('clusters').update({ name: 'first', server_hash: 'x' });
    await service.create(given.input(), given.actor);

    const dump = JSON.stringify(await given.knex('clusters'));
    const secrets = [
      'good-token',
      'PRIVATE KEY',
      ...pair.privateKey.split('\n').filter(line => line.length > 20),
    ];
    for (const secret of secrets) {
      for (const form of [
        secret,
        base64(secret).replace(/=+$/, ''),
        Buffer.from(secret).toString('hex'),
      ]) {
        expect(dump).not.toContain(form);
      }
    }
    expect(dump).toContain('gAAAA');
  });

  it('does not open a credential that was moved to another row', async () => {
    const { service, connector } = given.create();
    const { cluster } = await service.create(given.input(), given.actor);
    const other = await startApiServer();
    const { cluster: victim } = await service.create(
      given.input({
        name: 'victim',
        credentials: {
          type: 'token',
          server: other.server,
          certificateAuthority: other.certificateAuthority,
          token: 'good-token',
        },
      }),
      given.actor,
    );
    await other.stop();
    const { credentials } = await given
      .knex('clusters')
      .where({ id: cluster.id })
      .first();
    await given
      .knex('clusters')
      .where({ id: victim.id })
      .update({ credentials });
    await expect(connector.connect(victim.id)).rejects.toMatchObject({
      reason: 'credentials-unreadable',
    });
  });

  it('starts with a wrong key, marks what it cannot read and leaves it as it is', async () => {
    const { cluster } = await given
      .create()
      .service.create(given.input(), given.actor);
    const before = await given.knex('clusters').first();

    const logger = mockServices.logger.mock();
    const wrong = given.create({ keys: [OTHER_KEY], logger });
    await wrong.start();
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining(`production (key ${before.key_id})`),
    );
    expect(await wrong.service.list()).toHaveLength(1);
    await expect(wrong.connector.connect(cluster.id)).rejects.toMatchObject({
      name: 'KubernetesError',
      reason: 'credentials-unreadable',
    });
    expect(await given.knex('clusters').first()).toEqual(before);

    const right = given.create();
    await expect(right.connector.connect(cluster.id)).resolves.toBeDefined();
  });

  it('brings what an old key sealed to the new one, so that the old one can go', async () => {
    const { cluster } = await given
      .create()
      .service.create(given.input(), given.actor);
    const before = await given.knex('clusters').first();
    await given.create({ keys: [OTHER_KEY, given.key] }).start();
    const after = await given.knex('clusters').first();
    expect(after.key_id).not.toBe(before.key_id);
    expect(after).toEqual({
      ...before,
      credentials: after.credentials,
      key_id: after.key_id,
    });
    const { connector } = given.create({ keys: [OTHER_KEY] });
    const client = await connector.connect(cluster.id);
    await expect(client.request({ path: '/version' })).resolves.toBeDefined();
  });
});
