import {
  createKubeconfigs,
  GOOD_SERVER,
} from '../__testUtils__/createKubeconfigs';
import { forbidProcessesAndFiles } from '../__testUtils__/forbidProcessesAndFiles';
import { Kubeconfig } from './Kubeconfig';

const base64 = (text: string) => Buffer.from(text).toString('base64');

let given: Awaited<ReturnType<typeof createKubeconfigs>>;
beforeAll(async () => {
  given = await createKubeconfigs();
});

describe('readKubeconfigCluster', () => {
  forbidProcessesAndFiles();

  const clusterRefusals: [string, Record<string, unknown>, RegExp][] = [
    ...(
      [
        ['http', 'http://a.example.com'],
        ['ftp', 'ftp://a.example.com'],
        ['unix', 'unix:///var/run/x'],
        ['relative', '/api'],
        ['host only', 'a.example.com:6443'],
        ['line break', 'https://a.exa\nmple.com'],
        ['backslash', 'https:\\\\a.example.com'],
        ['no host', 'https://'],
      ] as const
    ).map(([name, server]): [string, Record<string, unknown>, RegExp] => [
      name,
      { server },
      /cluster\.server must be a (valid )?URL/,
    ]),
    ['empty server', { server: '' }, /cluster\.server must not be empty/],
    ['no server', {}, /cluster\.server must not be empty/],
    [
      'userinfo',
      { server: 'https://user:hunter2@a.example.com' },
      /cluster\.server must not hold a user name or password/,
    ],
    [
      'query',
      { server: 'https://a.example.com/?x=1' },
      /cluster\.server must not have a query/,
    ],
    [
      'fragment',
      { server: 'https://a.example.com/#y' },
      /cluster\.server must not have a query or a fragment/,
    ],
    [
      'port of etcd',
      { server: 'https://a.example.com:2379' },
      /cluster\.server must not use port 2379/,
    ],
    [
      'port of a kubelet',
      { server: 'https://a.example.com:10250' },
      /cluster\.server must not use port 10250/,
    ],
    [
      'long server',
      { server: `https://a.example.com/${'a'.repeat(3000)}` },
      /cluster\.server must be at most 2048/,
    ],
    [
      'escaped path',
      { server: 'https://a.example.com/%2e%2e/x%0d' },
      /cluster\.server must have a path/,
    ],
    [
      'authority path',
      { ...GOOD_SERVER, 'certificate-authority': '../ca.crt' },
      /cluster\.certificate-authority names a file/,
    ],
    [
      'proxy',
      { ...GOOD_SERVER, 'proxy-url': 'socks5://10.0.0.1' },
      /cluster\.proxy-url is not supported/,
    ],
    [
      'no verification',
      { ...GOOD_SERVER, 'insecure-skip-tls-verify': true },
      /cluster\.insecure-skip-tls-verify is refused/,
    ],
    [
      'no verification, quoted',
      { ...GOOD_SERVER, 'insecure-skip-tls-verify': 'yes' },
      /cluster\.insecure-skip-tls-verify is refused/,
    ],
    [
      'authority that is not base64',
      { ...GOOD_SERVER, 'certificate-authority-data': '%%%' },
      /certificate-authority-data must be valid base64/,
    ],
    [
      'authority that is not PEM',
      { ...GOOD_SERVER, 'certificate-authority-data': base64('x') },
      /certificate-authority-data must be PEM/,
    ],
    [
      'authority that is no certificate',
      {
        ...GOOD_SERVER,
        'certificate-authority-data': base64(
          '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
        ),
      },
      /certificate-authority-data holds a certificate that cannot be read \(number 1\)/,
    ],
    [
      'private key in the authority',
      { ...GOOD_SERVER, 'certificate-authority-data': 'CA_WITH_KEY' },
      /certificate-authority-data must not hold a PEM block of type PRIVATE KEY/,
    ],
    [
      'expired authority',
      { ...GOOD_SERVER, 'certificate-authority-data': 'EXPIRED_CA' },
      /certificate-authority-data expired at \d{4}-/,
    ],
    [
      'TLS server name',
      { ...GOOD_SERVER, 'tls-server-name': 'a/b' },
      /tls-server-name must be a host name/,
    ],
    [
      'TLS server name that is an address',
      { ...GOOD_SERVER, 'tls-server-name': '10.0.0.1' },
      /tls-server-name must be a host name/,
    ],
    [
      'unknown field',
      { ...GOOD_SERVER, 'http-proxy': 'x' },
      /must not hold the field "http-proxy"/,
    ],
  ];

  it.each(clusterRefusals)(
    'refuses the cluster: %s',
    (_name, cluster, message) => {
      expect(() =>
        Kubeconfig.parse(given.kubeconfig(cluster)).toCredentials(),
      ).toThrow(
        expect.objectContaining({
          name: 'InputError',
          message: expect.stringMatching(message),
        }),
      );
    },
  );
});
