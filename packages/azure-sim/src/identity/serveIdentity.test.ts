import type { ManagedIdentityCredential as Credential } from '@azure/identity';
import { AKS_SERVER_APP, startAzureSim, type AzureSim } from '..';
import { BASICS } from '../__testUtils__/azure';

const [identity] = BASICS.tenants[0].managedIdentities!;
const CLIENT = { clientId: identity.clientId };
const SCOPE = `${AKS_SERVER_APP}/.default`;

describe('the endpoint of managed identities', () => {
  let sim: AzureSim;
  const before = { ...process.env };

  beforeEach(async () => {
    sim = await startAzureSim(BASICS);
  });
  afterEach(async () => {
    process.env = { ...before };
    await sim.stop();
  });

  /** The SDK keeps tokens, and where it got them, for the whole process. */
  const credential = (): Credential => {
    jest.resetModules();
    const { ManagedIdentityCredential } = require('@azure/identity');
    return new ManagedIdentityCredential(CLIENT);
  };
  const claims = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

  it('serves an app service, which the environment points to it', async () => {
    process.env.IDENTITY_ENDPOINT = sim.identity.endpoint;
    process.env.IDENTITY_HEADER = sim.identity.header;
    const { token } = await credential().getToken(SCOPE);
    expect(claims(token)).toMatchObject({
      aud: AKS_SERVER_APP,
      oid: identity.objectId,
    });
    expect(
      sim.log.tokenRequests({ clientId: identity.clientId }),
    ).toMatchObject([{ service: 'identity', credential: 'managed-identity' }]);
  });

  it('serves a machine, at the path of its metadata service', async () => {
    process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST = sim.identity.host;
    const { token } = await credential().getToken(SCOPE);
    expect(claims(token).oid).toBe(identity.objectId);
  });

  it('refuses who lacks the header, and identities that are not there', async () => {
    const ask = (path: string, headers: Record<string, string>) =>
      fetch(`${sim.identity.host}${path}`, { headers }).then(
        ({ status }) => status,
      );
    const query = `resource=${AKS_SERVER_APP}`;
    const machine = '/metadata/identity/oauth2/token';
    const header = { 'x-identity-header': sim.identity.header };
    expect(await ask(`/msi/token?${query}`, {})).toBe(403);
    expect(await ask(`/msi/token?${query}`, header)).toBe(200);
    expect(await ask(`/msi/token?${query}&client_id=nobody`, header)).toBe(400);
    expect(await ask(`/msi/token?resource=nothing`, header)).toBe(400);
    expect(await ask(`${machine}?${query}`, {})).toBe(400);
    expect(await ask(`${machine}?${query}`, { metadata: 'true' })).toBe(200);
  });
});
