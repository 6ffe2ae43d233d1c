import { rootCertificates } from 'node:tls';
import { parseAksKubeconfig } from './parseAksKubeconfig';
import { UnusableAnswerError } from './UnusableAnswerError';

/** Any will do. */
const CERTIFICATE = `${rootCertificates[0].trim()}\n`;
const SERVER_APP = '6dae42f8-4368-4678-94ff-3960e28e3630';
const TENANT = '11111111-1111-4111-8111-111111111111';

describe('parseAksKubeconfig', () => {
  const ca = Buffer.from(CERTIFICATE).toString('base64');
  const kubeconfig = (change: { cluster?: object; user?: object } = {}) => ({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'c',
        cluster: {
          server: 'https://prod.example.com:443',
          'certificate-authority-data': ca,
          ...change.cluster,
        },
      },
    ],
    users: [
      {
        name: 'u',
        user: {
          exec: {
            command: 'kubelogin',
            args: [
              'get-token',
              '--server-id',
              SERVER_APP,
              '--tenant-id',
              TENANT.toUpperCase(),
              '--login',
              'devicecode',
            ],
          },
          ...change.user,
        },
      },
    ],
  });
  const parse = (document: object) =>
    parseAksKubeconfig(JSON.stringify(document));

  it('takes server, CA and the audience, and nothing of the command', () => {
    const parsed = parse(kubeconfig());
    expect(parsed).toEqual({
      server: 'https://prod.example.com:443',
      certificateAuthority: CERTIFICATE,
      serverAppId: SERVER_APP,
      tenantId: TENANT,
      client: undefined,
    });
    expect(JSON.stringify(parsed)).not.toContain('kubelogin');
  });

  it('takes no audience that is not the id of an application', () => {
    const { serverAppId } = parse(
      kubeconfig({
        user: { exec: { args: ['--server-id', 'https://vault.example.com'] } },
      }),
    );
    expect(serverAppId).toBeUndefined();
  });

  it.each([
    ['is not https', { cluster: { server: 'http://prod.example.com' } }],
    ['holds a user', { cluster: { server: 'https://a@prod.example.com' } }],
    ['has no CA', { cluster: { 'certificate-authority-data': undefined } }],
    [
      'has a CA that is none',
      { cluster: { 'certificate-authority-data': 'eA==' } },
    ],
    [
      'has a certificate without a key',
      { user: { 'client-certificate-data': ca } },
    ],
  ])('refuses one that %s', (_, change) => {
    expect(() => parse(kubeconfig(change))).toThrow(UnusableAnswerError);
  });

  it('opens no file, no proxy and no gap in TLS that it names, and takes no token from it', () => {
    const parsed = parse(
      kubeconfig({
        cluster: {
          'certificate-authority': '/etc/shadow',
          'insecure-skip-tls-verify': 'true',
          'proxy-url': 'http://proxy.example.com:3128',
          'tls-server-name': 'other.example.com',
        },
        user: {
          'auth-provider': { name: 'azure' },
          'client-certificate': '/etc/shadow',
          'client-key': '/etc/shadow',
          password: 'hunter2',
          token: 'hunter2',
          tokenFile: '/etc/shadow',
          username: 'admin',
        },
      }),
    );
    expect(parsed).toEqual(parse(kubeconfig()));
    expect(() =>
      parse(
        kubeconfig({
          cluster: {
            'certificate-authority-data': undefined,
            'certificate-authority': '/etc/shadow',
          },
        }),
      ),
    ).toThrow(/certificate-authority-data are missing/);
  });

  it('refuses aliases, what is too long and what is not YAML', () => {
    const { clusters, users } = kubeconfig();
    const yaml = (kind: string) =>
      [
        'apiVersion: &v v1',
        `kind: ${kind}`,
        `clusters: ${JSON.stringify(clusters)}`,
        `users: ${JSON.stringify(users)}`,
      ].join('\n');
    expect(parseAksKubeconfig(yaml('Config')).serverAppId).toBe(SERVER_APP);
    expect(() => parseAksKubeconfig(yaml('*v'))).toThrow(UnusableAnswerError);
    expect(() => parseAksKubeconfig(`x: "${'a'.repeat(70_000)}"`)).toThrow(
      /too long/,
    );
    expect(() => parseAksKubeconfig('secret: [')).toThrow(
      expect.objectContaining({
        message: expect.not.stringContaining('secret'),
      }),
    );
  });
});
