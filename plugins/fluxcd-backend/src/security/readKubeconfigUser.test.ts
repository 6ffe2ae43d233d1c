import { generateKeyPairSync } from 'node:crypto';
import {
  createKubeconfigs,
  GOOD_SERVER,
  GOOD_USER,
} from '../__testUtils__/createKubeconfigs';
import { forbidProcessesAndFiles } from '../__testUtils__/forbidProcessesAndFiles';
import { Kubeconfig } from './Kubeconfig';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const jwt = (payload: object) =>
  [{ alg: 'none' }, payload, {}]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');

let given: Awaited<ReturnType<typeof createKubeconfigs>>;
beforeAll(async () => {
  given = await createKubeconfigs();
});

describe('readKubeconfigUser', () => {
  forbidProcessesAndFiles();

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
    const config = Kubeconfig.parse(given.kubeconfig(GOOD_SERVER, user));
    expect(() => config.toCredentials()).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(message),
      }),
    );
  });
});
