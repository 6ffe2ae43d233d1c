import { createCa } from '../__testUtils__/pki';
import { toClusterCredentials } from './toClusterCredentials';

const token = (change: object = {}) => ({
  type: 'token' as const,
  server: 'https://api.example.com',
  token: 'abc',
  ...change,
});

describe('toClusterCredentials', () => {
  it('takes a server, an authority and a token as they are pasted', async () => {
    const { certificate } = await createCa();
    expect(
      toClusterCredentials(
        token({
          server: ' https://API.example.com/ ',
          certificateAuthority: `\n${certificate}\n`,
          tlsServerName: 'Kubernetes',
          token: 'abc\n',
        }),
      ),
    ).toEqual({
      server: 'https://api.example.com',
      auth: { type: 'token', expiresAt: undefined },
      secret: {
        token: 'abc',
        certificateAuthority: certificate,
        tlsServerName: 'kubernetes',
      },
    });
  });

  it('falls back to the roots of the system when the authority is left empty', () => {
    const { secret } = toClusterCredentials(
      token({ certificateAuthority: ' \n' }),
    );
    expect(secret.certificateAuthority).toBeUndefined();
  });

  it.each([
    [{ server: 'http://x' }, /^server must be a URL that starts with https/],
    [{ token: 'a b' }, /^token must be a bearer token/],
    [{ token: ' ' }, /^token must not be empty/],
    [{ certificateAuthority: 'x' }, /^certificateAuthority must be PEM/],
    [{ tlsServerName: 'a/b' }, /^tlsServerName must be a host name/],
  ])('names the field: %j', (change, message) => {
    expect(() => toClusterCredentials(token(change))).toThrow(message);
  });
});
