import childProcess from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import { createCa, type Pair } from '../__testUtils__/pki';
import { Kubeconfig } from './Kubeconfig';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const jwt = (payload: object) =>
  [{ alg: 'none' }, payload, {}]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');

let ca: Awaited<ReturnType<typeof createCa>>;
let expiredCa: typeof ca;
let pair: Pair;
let otherPair: Pair;
let expiredPair: Pair;

/** Mentions of pairs in the table, which is made before they are. */
const late = {
  CA: () => base64(ca.certificate),
  EXPIRED_CA: () => base64(expiredCa.certificate),
  CA_WITH_KEY: () => base64(ca.certificate + ca.privateKey),
  CA_101: () => base64(ca.certificate.repeat(101)),
  CERT: () => base64(pair.certificate),
  KEY: () => base64(pair.privateKey),
  OTHER_KEY: () => base64(otherPair.privateKey),
  EXPIRED_CERT: () => base64(expiredPair.certificate),
  EXPIRED_KEY: () => base64(expiredPair.privateKey),
  TWO_KEYS: () => base64(pair.privateKey + otherPair.privateKey),
};

type Late = keyof typeof late;
const fill = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' && Object.hasOwn(late, value)
        ? late[value as Late]()
        : value,
    ]),
  );

const GOOD_SERVER = { server: 'https://api.example.com:6443' };
const GOOD_USER = { token: 'abc.def' };

function kubeconfig(
  cluster: Record<string, unknown> = GOOD_SERVER,
  user: Record<string, unknown> = GOOD_USER,
  top: Record<string, unknown> = {},
): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    clusters: [{ name: 'k', cluster: fill(cluster) }],
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
    users: [{ name: 'u', user: fill(user) }],
    ...top,
  });
}

beforeAll(async () => {
  ca = await createCa();
  expiredCa = await createCa({ expired: true });
  pair = await ca.issue({ commonName: 'admin' });
  otherPair = await ca.issue({ commonName: 'other' });
  expiredPair = await ca.issue({ commonName: 'late', expired: true });
});

describe('Kubeconfig', () => {
  /** What client libraries do to what they are given. */
  const traps: jest.SpyInstance[] = [];

  beforeEach(() => {
    for (const name of [
      'spawn',
      'spawnSync',
      'exec',
      'execSync',
      'execFile',
      'execFileSync',
      'fork',
    ] as const) {
      traps.push(
        jest.spyOn(childProcess, name).mockImplementation(() => {
          throw new Error(`a process was started: ${name}`);
        }),
      );
    }
    for (const name of [
      'openSync',
      'readFileSync',
      'open',
      'readFile',
      'statSync',
      'existsSync',
      'createReadStream',
    ] as const) {
      traps.push(
        jest.spyOn(fs, name as 'openSync').mockImplementation(() => {
          throw new Error(`a file was opened: ${name}`);
        }),
      );
    }
  });

  afterEach(() => {
    const calls = traps
      .flatMap(trap => trap.mock.calls)
      // The test runner looks at its own files when an error is made.
      .filter(([path]) => !String(path).includes('/node_modules/'));
    traps.splice(0).forEach(trap => trap.mockRestore());
    // eslint-disable-next-line jest/no-standalone-expect
    expect(calls).toEqual([]);
  });

  describe('takes', () => {
    it('a token with an embedded certificate authority', () => {
      const credentials = Kubeconfig.parse(
        kubeconfig(
          {
            server: 'https://API.example.com.:443/k8s/clusters/c-1/',
            'certificate-authority-data': 'CA',
            'tls-server-name': 'Kubernetes',
            'insecure-skip-tls-verify': false,
            extensions: [{ name: 'x', extension: {} }],
          },
          GOOD_USER,
        ),
      ).toCredentials();
      expect(credentials).toEqual({
        server: 'https://api.example.com/k8s/clusters/c-1',
        auth: { type: 'token', expiresAt: undefined },
        secret: {
          certificateAuthority: ca.certificate,
          tlsServerName: 'kubernetes',
          token: 'abc.def',
        },
      });
    });

    it('a client certificate, and prefers it to a token as API servers do', () => {
      const credentials = Kubeconfig.parse(
        kubeconfig(GOOD_SERVER, {
          'client-certificate-data': 'CERT',
          'client-key-data': 'KEY',
          token: 'unused',
        }),
      ).toCredentials();
      expect(credentials.auth.type).toBe('client-certificate');
      expect(credentials.secret).toEqual({
        certificateAuthority: undefined,
        tlsServerName: undefined,
        ...pair,
      });
      expect(credentials.auth).toHaveProperty(
        'expiresAt',
        expect.stringMatching(/^\d{4}-.*Z$/),
      );
    });

    it('the expiry of a JWT', () => {
      const exp = Math.floor(Date.now() / 1000) + 3600;
      const { auth } = Kubeconfig.parse(
        kubeconfig(GOOD_SERVER, { token: jwt({ exp }) }),
      ).toCredentials();
      expect(auth).toEqual({
        type: 'token',
        expiresAt: new Date(exp * 1000).toISOString(),
      });
    });

    it('YAML with a byte order mark and comments', () => {
      const text = [
        '\uFEFF# from a colleague',
        'kind: Config',
        'clusters:',
        '- name: k',
        '  cluster: {server: "https://a.example.com"}',
        'contexts:',
        '- {name: c, context: {cluster: k, user: u}}',
        'users:',
        '- name: u',
        '  user: {token: abc}',
      ].join('\r\n');
      expect(Kubeconfig.parse(text).toCredentials().server).toBe(
        'https://a.example.com',
      );
    });
  });

  const userRefusals: [string, Record<string, unknown>, RegExp][] = [
    [
      'exec',
      { exec: { command: '/bin/sh', args: ['-c', 'id'] } },
      /user\.exec is refused: commands are never run/,
    ],
    [
      'exec beside a token',
      { token: 'a', exec: { command: 'x' } },
      /user\.exec is refused/,
    ],
    ['empty exec', { exec: '' }, /user\.exec is refused/],
    [
      'kubelogin',
      { exec: { command: '/usr/local/bin/kubelogin' } },
      /kubelogin.*Azure module/,
    ],
    [
      'kubelogin on Windows',
      { exec: { command: 'C:\\bin\\kubelogin.exe' } },
      /kubelogin.*Azure module/,
    ],
    [
      'auth-provider',
      { 'auth-provider': { name: 'gcp', config: { 'cmd-path': '/bin/id' } } },
      /user\.auth-provider is refused/,
    ],
    ['tokenFile', { tokenFile: '/etc/passwd' }, /user\.tokenFile names a file/],
    [
      'token-file',
      { 'token-file': '/etc/passwd' },
      /user\.token-file names a file/,
    ],
    [
      'certificate path',
      { 'client-certificate': '/etc/passwd' },
      /user\.client-certificate names a file/,
    ],
    [
      'key path',
      { 'client-key': '../../id_rsa' },
      /user\.client-key names a file/,
    ],
    ['as', { ...GOOD_USER, as: 'admin' }, /user\.as is refused: impersonation/],
    ['empty as', { ...GOOD_USER, as: '' }, /user\.as is refused/],
    [
      'as-groups',
      { ...GOOD_USER, 'as-groups': ['system:masters'] },
      /user\.as-groups is refused/,
    ],
    ['as-uid', { ...GOOD_USER, 'as-uid': '1' }, /user\.as-uid is refused/],
    [
      'as-user-extra',
      { ...GOOD_USER, 'as-user-extra': {} },
      /user\.as-user-extra is refused/,
    ],
    ['username', { username: 'a' }, /user\.username is refused/],
    ['password', { password: 'hunter2' }, /user\.password is refused/],
    [
      'unknown field',
      { 'sign-in-by': 'magic' },
      /must not hold the field "sign-in-by"/,
    ],
    ['merge key', { '<<': {} }, /must not hold the field "<<"/],
    [
      'nothing',
      {},
      /must hold a token, or client-certificate-data and client-key-data/,
    ],
    ['empty token', { token: '' }, /must hold a token/],
    ['token that is no text', { token: ['a'] }, /user\.token must be a text/],
    [
      'token with line break',
      { token: 'abc\r\nX-Evil: 1' },
      /user\.token must be a bearer token/,
    ],
    [
      'token with space',
      { token: 'abc def' },
      /user\.token must be a bearer token/,
    ],
    [
      'token with NUL',
      { token: 'abc\u0000' },
      /user\.token must be a bearer token/,
    ],
    [
      'token in Cyrillic',
      { token: 'токен' },
      /user\.token must be a bearer token/,
    ],
    [
      'token of 17 kB',
      { token: 'a'.repeat(17_000) },
      /user\.token must be at most/,
    ],
    [
      'expired JWT',
      { token: jwt({ exp: 1_600_000_000 }) },
      /user\.token expired at 2020-09-13T12:26:40\.000Z/,
    ],
    [
      'certificate without key',
      { 'client-certificate-data': 'CERT' },
      /must hold both/,
    ],
    ['key without certificate', { 'client-key-data': 'KEY' }, /must hold both/],
    [
      'certificate that is not base64',
      { 'client-certificate-data': '***', 'client-key-data': 'KEY' },
      /client-certificate-data must be valid base64/,
    ],
    [
      'certificate that is not PEM',
      { 'client-certificate-data': base64('hello'), 'client-key-data': 'KEY' },
      /client-certificate-data must be PEM/,
    ],
    [
      'key in place of the certificate',
      { 'client-certificate-data': 'KEY', 'client-key-data': 'KEY' },
      /client-certificate-data must not hold a PEM block of type PRIVATE KEY/,
    ],
    [
      'key of another certificate',
      { 'client-certificate-data': 'CERT', 'client-key-data': 'OTHER_KEY' },
      /client-key-data does not belong to .*client-certificate-data/,
    ],
    [
      'two keys',
      { 'client-certificate-data': 'CERT', 'client-key-data': 'TWO_KEYS' },
      /client-key-data must hold one private key/,
    ],
    [
      'certificate in place of the key',
      { 'client-certificate-data': 'CERT', 'client-key-data': 'CERT' },
      /client-key-data must not hold a PEM block of type CERTIFICATE/,
    ],
    [
      'expired certificate',
      {
        'client-certificate-data': 'EXPIRED_CERT',
        'client-key-data': 'EXPIRED_KEY',
      },
      /client-certificate-data expired at \d{4}-/,
    ],
    [
      'encrypted key',
      {
        'client-certificate-data': 'CERT',
        'client-key-data': base64(
          generateKeyPairSync('ec', {
            namedCurve: 'P-256',
            publicKeyEncoding: { type: 'spki', format: 'pem' },
            privateKeyEncoding: {
              type: 'pkcs8',
              format: 'pem',
              cipher: 'aes-128-cbc',
              passphrase: 'x',
            },
          }).privateKey,
        ),
      },
      /client-key-data is encrypted/,
    ],
    [
      'RSA key of 1024 bits',
      {
        'client-certificate-data': 'CERT',
        'client-key-data': base64(
          generateKeyPairSync('rsa', {
            modulusLength: 1024,
            publicKeyEncoding: { type: 'spki', format: 'pem' },
            privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
          }).privateKey,
        ),
      },
      /client-key-data must have at least 2048 bits/,
    ],
  ];

  it.each(userRefusals)('refuses the user: %s', (_name, user, message) => {
    const config = Kubeconfig.parse(kubeconfig(GOOD_SERVER, user));
    expect(() => config.toCredentials()).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(message),
      }),
    );
  });

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
      '101 authorities',
      { ...GOOD_SERVER, 'certificate-authority-data': 'CA_101' },
      /certificate-authority-data must hold at most 100 certificates|kubeconfig must be at most/,
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
        Kubeconfig.parse(kubeconfig(cluster)).toCredentials(),
      ).toThrow(
        expect.objectContaining({
          name: 'InputError',
          message: expect.stringMatching(message),
        }),
      );
    },
  );

  const good = () => kubeconfig();
  const documents: [string, () => string, RegExp][] = [
    ['empty', () => '', /kubeconfig must not be empty/],
    ['blank', () => ' \n\t\n', /kubeconfig must not be empty/],
    ['only a byte order mark', () => '\uFEFF', /kubeconfig must not be empty/],
    ['a number', () => '42', /kubeconfig must be a YAML mapping/],
    ['a list', () => '[]', /kubeconfig must be a YAML mapping/],
    [
      'no clusters',
      () => '{"contexts": [], "users": []}',
      /clusters must be a list/,
    ],
    [
      'clusters: null',
      () => 'clusters: null\ncontexts: []\nusers: []',
      /clusters must be a list/,
    ],
    [
      'no context',
      () => kubeconfig(GOOD_SERVER, GOOD_USER, { contexts: [] }),
      /contexts must hold at least one entry/,
    ],
    [
      'another kind',
      () => kubeconfig(GOOD_SERVER, GOOD_USER, { kind: 'Secret' }),
      /kind must be Config/,
    ],
    [
      'an unknown field',
      () => kubeconfig(GOOD_SERVER, GOOD_USER, { 'x-y': 1 }),
      /must not hold the field "x-y"/,
    ],
    [
      '__proto__',
      () => `{"__proto__": {"polluted": 1}, ${good().slice(1)}`,
      /must not hold the field "__proto__"/,
    ],
    [
      'an entry that is no mapping',
      () => kubeconfig(GOOD_SERVER, GOOD_USER, { users: ['u'] }),
      /users\[0\] must be a mapping/,
    ],
    [
      'an entry without a name',
      () => kubeconfig(GOOD_SERVER, GOOD_USER, { users: [{ user: {} }] }),
      /users\[0\]\.name is missing/,
    ],
    [
      'an entry without content',
      () => kubeconfig(GOOD_SERVER, GOOD_USER, { users: [{ name: 'u' }] }),
      /users\[0\]\.user must be a mapping/,
    ],
    [
      'a name twice',
      () =>
        kubeconfig(GOOD_SERVER, GOOD_USER, {
          users: [
            { name: 'u', user: {} },
            { name: 'u', user: {} },
          ],
        }),
      /users\[1\]\.name "u" stands in the list twice/,
    ],
    [
      'a context without a cluster',
      () =>
        kubeconfig(GOOD_SERVER, GOOD_USER, {
          contexts: [{ name: 'c', context: { user: 'u' } }],
        }),
      /contexts\["c"\]\.context\.cluster is missing/,
    ],
    [
      'a context with an unknown user',
      () => kubeconfig(GOOD_SERVER, GOOD_USER, { users: [] }),
      /contexts\["c"\]\.context\.user names "u", which is not in users/,
    ],
    ['broken YAML', () => 'a: b: c\n', /not valid YAML \(line 1\)/],
    [
      'a duplicate key',
      () => 'clusters: []\nclusters: []\n',
      /not valid YAML \(line 2\)/,
    ],
    ['tabs', () => 'clusters:\n\t- name: a\n', /not valid YAML/],
    ['NUL', () => `clusters: []\u0000`, /not (one )?valid YAML/],
    [
      'two documents',
      () => `${good()}\n---\n${good()}`,
      /not (one )?valid YAML/,
    ],
    [
      'a function',
      () => 'clusters: !!js/function "function(){}"',
      /not valid YAML/,
    ],
    ['binary', () => 'clusters: !!binary aGVsbG8=', /not valid YAML/],
    [
      'an alias',
      () => 'clusters: &a []\ncontexts: *a\nusers: *a\n',
      /must not use YAML aliases/,
    ],
    [
      'an alias bomb',
      () =>
        `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi']
          .map((n, i) => `${n}: &${n} [${Array(9).fill(`*${'abcdefgh'[i]}`)}]`)
          .join('\n')}`,
      /must not use YAML aliases/,
    ],
    [
      'a merge key',
      () => 'clusters: &a []\n<<: *a\n',
      /must not use YAML aliases|not valid YAML|must not hold the field "<<"/,
    ],
    ['deep nesting', () => '['.repeat(30_000), /not valid YAML/],
    [
      '65 kB',
      () => `# ${'x'.repeat(65_536)}`,
      /kubeconfig must be at most 65536 characters/,
    ],
  ];

  it.each(documents)('refuses the document: %s', (_name, text, message) => {
    expect(() => Kubeconfig.parse(text()).toCredentials()).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(message),
      }),
    );
    expect(({} as any).polluted).toBeUndefined();
  });

  describe('with several contexts', () => {
    const several = () =>
      kubeconfig(GOOD_SERVER, GOOD_USER, {
        'current-context': 'prod',
        contexts: [
          {
            name: 'prod',
            context: { cluster: 'k', user: 'u', namespace: 'n' },
          },
          { name: 'azure', context: { cluster: 'k', user: 'az' } },
        ],
        users: [
          { name: 'u', user: GOOD_USER },
          { name: 'az', user: { exec: { command: 'kubelogin' } } },
        ],
      });

    it('lists them, with the reason why one cannot be used', () => {
      expect(Kubeconfig.parse(several()).listContexts()).toEqual([
        {
          name: 'prod',
          server: 'https://api.example.com:6443',
          user: 'u',
          namespace: 'n',
          current: true,
          refusal: undefined,
        },
        {
          name: 'azure',
          server: undefined,
          user: 'az',
          namespace: undefined,
          current: false,
          refusal: expect.stringContaining('users["az"].user.exec is refused'),
        },
      ]);
    });

    it('wants a choice, even when one is the current one', () => {
      expect(() => Kubeconfig.parse(several()).toCredentials()).toThrow(
        'kubeconfig holds 2 contexts, choose one: "prod", "azure"',
      );
    });

    it('takes the chosen one, whatever stands beside it', () => {
      expect(
        Kubeconfig.parse(several()).toCredentials('prod').secret.token,
      ).toBe('abc.def');
      expect(() => Kubeconfig.parse(several()).toCredentials('azure')).toThrow(
        'Azure module',
      );
    });

    it('names the contexts there are when the chosen one is not', () => {
      expect(() =>
        Kubeconfig.parse(several()).toCredentials('constructor'),
      ).toThrow('has no context "constructor"; it has "prod", "azure"');
    });

    it('names at most 20 of them', () => {
      const contexts = Array.from({ length: 50 }, (_, i) => ({
        name: `ctx-${i}`,
        context: { cluster: 'k', user: 'u' },
      }));
      const config = Kubeconfig.parse(
        kubeconfig(GOOD_SERVER, GOOD_USER, { contexts }),
      );
      expect(() => config.toCredentials()).toThrow(/"ctx-19", …$/);
    });
  });

  it('never echoes a credential in a refusal', () => {
    const canary = 'canary-5f3a';
    const texts = [
      kubeconfig({ server: `https://x:${canary}@a.example.com` }),
      kubeconfig(GOOD_SERVER, { token: `${canary} x` }),
      kubeconfig(GOOD_SERVER, { password: canary }),
      kubeconfig(GOOD_SERVER, { exec: { command: 'x', args: [canary] } }),
      kubeconfig({ server: `http://${canary}` }),
      `users:\n- name: u\n  user: {token: ${canary}: x}\n`,
      `users: !!${canary} x`,
      `users: *${canary}`,
      `a: ${canary}\na: ${canary}`,
    ];
    for (const text of texts) {
      let message = '';
      try {
        Kubeconfig.parse(text).toCredentials();
      } catch (error) {
        message = String(error);
      }
      expect(message).toContain('kubeconfig');
      expect(message).not.toContain(canary);
    }
  });

  it('keeps names fit for a message', () => {
    expect(() =>
      Kubeconfig.parse(
        kubeconfig(GOOD_SERVER, GOOD_USER, {
          contexts: [
            { name: `a\u202e"\n${'x'.repeat(500)}`, context: { user: 'u' } },
          ],
        }),
      ).toCredentials(),
    ).toThrow(/contexts\["a\?\?\?x{60}…"\]\.context\.cluster is missing/);
  });
});
