import { createSign, generateKeyPairSync } from 'node:crypto';
import { Authenticator } from './Authenticator';

const ISSUER = 'https://sts.example/tenant/';

function keys() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
  });
  const encode = (value: unknown) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    sign(claims: object, head: object = { alg: 'RS256' }) {
      const text = `${encode(head)}.${encode(claims)}`;
      const signature = createSign('RSA-SHA256').update(text).sign(privateKey);
      return `${text}.${signature.toString('base64url')}`;
    },
  };
}

describe('tokens of an outside issuer', () => {
  const { publicKey, sign } = keys();
  const authenticator = new Authenticator({
    publicKey,
    issuer: ISSUER,
    audience: 'clusters',
  });
  const seconds = Math.floor(Date.now() / 1000);
  const claims = {
    iss: ISSUER,
    aud: 'clusters',
    oid: 'object-1',
    exp: seconds + 60,
    jti: 'token-1',
  };

  it('stand for the user that their object id names, in the groups that they name', () => {
    expect(authenticator.identify(sign(claims))).toMatchObject({
      name: 'object-1',
      groups: ['system:authenticated'],
    });
    expect(
      authenticator.identify(sign({ ...claims, groups: ['team'] }))?.groups,
    ).toEqual(['team', 'system:authenticated']);
  });

  it.each([
    ['of another issuer', { iss: 'https://sts.example/other/' }],
    ['for another audience', { aud: 'portal' }],
    ['that expired', { exp: seconds - 1 }],
    ['without an end', { exp: undefined }],
    ['that are not valid yet', { nbf: seconds + 600 }],
    ['of nobody', { oid: undefined }],
  ])('%s are refused', (_, change) => {
    expect(
      authenticator.identify(sign({ ...claims, ...change })),
    ).toBeUndefined();
  });

  it('are refused when they are forged or malformed', () => {
    const [head, , signature] = sign(claims).split('.');
    const other = Buffer.from(
      JSON.stringify({ ...claims, oid: 'somebody-else' }),
    ).toString('base64url');
    for (const token of [
      keys().sign(claims),
      `${head}.${other}.${signature}`,
      `${head}.${other}.`,
      sign(claims, { alg: 'none' }),
      'a.b.c',
      'text',
    ]) {
      expect(authenticator.identify(token)).toBeUndefined();
    }
  });

  it('are refused once they were revoked by their id', () => {
    authenticator.refuse(['token-2']);
    expect(
      authenticator.identify(sign({ ...claims, jti: 'token-2' })),
    ).toBeUndefined();
    expect(authenticator.identify(sign(claims))).toBeDefined();
  });

  it('mean nothing to a cluster that trusts no issuer', () => {
    expect(new Authenticator().identify(sign(claims))).toBeUndefined();
  });
});
