import {
  createKubeconfigs,
  GOOD_SERVER,
  GOOD_USER,
} from '../__testUtils__/createKubeconfigs';
import { forbidProcessesAndFiles } from '../__testUtils__/forbidProcessesAndFiles';
import { Kubeconfig } from './Kubeconfig';

const jwt = (payload: object) =>
  [{ alg: 'none' }, payload, {}]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');

let given: Awaited<ReturnType<typeof createKubeconfigs>>;
beforeAll(async () => {
  given = await createKubeconfigs();
});

describe('Kubeconfig', () => {
  forbidProcessesAndFiles();

  describe('takes', () => {
    it('a token with an embedded certificate authority', () => {
      const credentials = Kubeconfig.parse(
        given.kubeconfig(
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
          certificateAuthority: given.ca.certificate,
          tlsServerName: 'kubernetes',
          token: 'abc.def',
        },
      });
    });

    it('a client certificate, and prefers it to a token as API servers do', () => {
      const credentials = Kubeconfig.parse(
        given.kubeconfig(GOOD_SERVER, {
          'client-certificate-data': 'CERT',
          'client-key-data': 'KEY',
          token: 'unused',
        }),
      ).toCredentials();
      expect(credentials.auth.type).toBe('client-certificate');
      expect(credentials.secret).toEqual({
        certificateAuthority: undefined,
        tlsServerName: undefined,
        ...given.pair,
      });
      expect(credentials.auth).toHaveProperty(
        'expiresAt',
        expect.stringMatching(/^\d{4}-.*Z$/),
      );
    });

    it('the expiry of a JWT', () => {
      const exp = Math.floor(Date.now() / 1000) + 3600;
      const { auth } = Kubeconfig.parse(
        given.kubeconfig(GOOD_SERVER, { token: jwt({ exp }) }),
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

  const good = () => given.kubeconfig();
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
      () => given.kubeconfig(GOOD_SERVER, GOOD_USER, { contexts: [] }),
      /contexts must hold at least one entry/,
    ],
    [
      'another kind',
      () => given.kubeconfig(GOOD_SERVER, GOOD_USER, { kind: 'Secret' }),
      /kind must be Config/,
    ],
    [
      'an unknown field',
      () => given.kubeconfig(GOOD_SERVER, GOOD_USER, { 'x-y': 1 }),
      /must not hold the field "x-y"/,
    ],
    [
      '__proto__',
      () => `{"__proto__": {"polluted": 1}, ${good().slice(1)}`,
      /must not hold the field "__proto__"/,
    ],
    [
      'an entry that is no mapping',
      () => given.kubeconfig(GOOD_SERVER, GOOD_USER, { users: ['u'] }),
      /users\[0\] must be a mapping/,
    ],
    [
      'an entry without a name',
      () => given.kubeconfig(GOOD_SERVER, GOOD_USER, { users: [{ user: {} }] }),
      /users\[0\]\.name is missing/,
    ],
    [
      'an entry without content',
      () =>
        given.kubeconfig(GOOD_SERVER, GOOD_USER, { users: [{ name: 'u' }] }),
      /users\[0\]\.user must be a mapping/,
    ],
    [
      'a name twice',
      () =>
        given.kubeconfig(GOOD_SERVER, GOOD_USER, {
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
        given.kubeconfig(GOOD_SERVER, GOOD_USER, {
          contexts: [{ name: 'c', context: { user: 'u' } }],
        }),
      /contexts\["c"\]\.context\.cluster is missing/,
    ],
    [
      'a context with an unknown user',
      () => given.kubeconfig(GOOD_SERVER, GOOD_USER, { users: [] }),
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

  it('never echoes a credential in a refusal', () => {
    const canary = 'canary-5f3a';
    const texts = [
      given.kubeconfig({ server: `https://x:${canary}@a.example.com` }),
      given.kubeconfig(GOOD_SERVER, { token: `${canary} x` }),
      given.kubeconfig(GOOD_SERVER, { password: canary }),
      given.kubeconfig(GOOD_SERVER, { exec: { command: 'x', args: [canary] } }),
      given.kubeconfig({ server: `http://${canary}` }),
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
        given.kubeconfig(GOOD_SERVER, GOOD_USER, {
          contexts: [
            { name: `a\u202e"\n${'x'.repeat(500)}`, context: { user: 'u' } },
          ],
        }),
      ).toCredentials(),
    ).toThrow(/contexts\["a\?\?\?x{60}…"\]\.context\.cluster is missing/);
  });
});
