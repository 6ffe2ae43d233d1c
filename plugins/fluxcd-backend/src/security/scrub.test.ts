import fc from 'fast-check';
import { scrub } from './scrub';

/** Put together here, so that no scanner takes this file for a leak. */
const JWT = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxIn0', 'c2lnbmF0dXJl'].join(
  '.',
);
const PEM = [
  '-----BEGIN PRIVATE KEY-----',
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
  '-----END PRIVATE KEY-----',
].join('\n');

const CANARY = 'canaryCanary0123456789';

const MESSAGES: [string, string][] = [
  ['userinfo', `clone https://bot:${CANARY}@git.example.com/repo failed`],
  ['ssh userinfo', `ssh://${CANARY}@git.example.com`],
  ['bearer', `header Bearer ${CANARY} rejected`],
  ['authorization', `authorization: Digest ${CANARY}`],
  ['JWT', `token ${JWT} is expired`],
  ['PEM', `could not parse ${PEM}`],
  ['cut PEM', `could not parse -----BEGIN RSA PRIVATE KEY-----\n${CANARY}`],
  ['password', `login failed: password=${CANARY}&x=1`],
  ['JSON secret', `{"clientSecret": "${CANARY}"}`],
  ['SAS', `https://x.blob.core.windows.net/c?sv=2024&sig=${CANARY}`],
  ['AWS', `key AKIA${'Q'.repeat(16)} refused`],
  ['GitHub', `remote: ghp_${CANARY} is invalid`],
  ['GitLab', `remote: glpat-${CANARY}`],
  ['Slack hook', `post to https://hooks.slack.com/services/${CANARY}`],
  ['Slack token', `xoxb-12345678-${CANARY}`],
  ['long base64', `data ${'QUJD'.repeat(60)} end`],
];

describe('scrub', () => {
  it.each(MESSAGES)('hides a credential: %s', (_name, message) => {
    const text = scrub(message);
    for (const secret of [CANARY, JWT, 'MIIEvQ', 'AKIAQ', 'QUJDQUJD']) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('***');
  });

  it.each([
    'kustomizations.kustomize.toolkit.fluxcd.io is forbidden: User "system:serviceaccount:a:b" cannot list resource "kustomizations" in API group "kustomize.toolkit.fluxcd.io" at the cluster scope',
    'Deployment/default/web dry-run failed: admission webhook "x" denied the request',
    'stored artifact for revision main@sha1:0123456789abcdef0123456789abcdef01234567',
    'secrets "git-auth" not found',
  ])('leaves what people need: %s', message => {
    expect(scrub(message)).toBe(message);
  });

  it('hides the canary wherever it stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(scrub(`${before} Bearer ${CANARY} ${after}`)).not.toContain(
          CANARY,
        );
      }),
    );
  });

  it('caps the length and drops control characters', () => {
    expect(scrub('a b '.repeat(10_000)).length).toBe(4096);
    expect(scrub('a\u0000b\u001b[31mc')).toBe('a b [31mc');
  });
});
