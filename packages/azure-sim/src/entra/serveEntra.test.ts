import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ClientAssertionCredential,
  getBearerTokenProvider,
  WorkloadIdentityCredential,
} from '@azure/identity';
import { AKS_SERVER_APP, startAzureSim, type AzureSim } from '..';
import {
  ARM_SCOPE,
  BASICS,
  CLIENT,
  credentialOptions,
  OBJECT,
  refusal,
  SECRET,
  secretCredential,
  SUBJECT,
  TENANT,
} from '../__testUtils__/azure';

const AKS_SCOPE = `${AKS_SERVER_APP}/.default`;

const claims = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

describe('Entra ID', () => {
  let sim: AzureSim;

  beforeEach(async () => {
    sim = await startAzureSim(BASICS);
  });
  afterEach(() => sim.stop());

  it('issues a signed token for a client secret, made out to the resource', async () => {
    const { token, expiresOnTimestamp } = await secretCredential(sim).getToken(
      AKS_SCOPE,
    );
    expect(claims(token)).toMatchObject({
      aud: AKS_SERVER_APP,
      iss: `https://sts.windows.net/${TENANT}/`,
      appid: CLIENT,
      oid: OBJECT,
      tid: TENANT,
    });
    expect(expiresOnTimestamp - Date.now()).toBeGreaterThan(3500_000);
    expect(sim.log.tokenRequests()).toMatchObject([
      { clientId: CLIENT, credential: 'secret', status: 200 },
    ]);
  });

  it.each([
    ['a wrong secret', { secret: 'wrong' }, 'AADSTS7000215'],
    [
      'an application that is not there',
      { client: 'cccccccc-cccc-4ccc-8ccc-cccccccccccc' },
      'AADSTS700016',
    ],
    [
      'a tenant that is not there',
      { tenant: '66666666-6666-4666-8666-666666666666' },
      'AADSTS90002',
    ],
  ])('refuses %s', async (_, options, code) => {
    const error = await refusal(
      secretCredential(sim, options).getToken(ARM_SCOPE),
    );
    expect(error.name).toBe('AuthenticationRequiredError');
    expect(error.message).toContain(code);
  });

  it('refuses a resource that nobody has, and a scope that names none', async () => {
    const credential = secretCredential(sim);
    expect(
      (await refusal(credential.getToken('https://vault.example/.default')))
        .message,
    ).toContain('AADSTS500011');
    expect(
      (await refusal(credential.getToken('https://management.azure.com/read')))
        .message,
    ).toContain('AADSTS1002012');
  });

  it('knows a secret that expired, and the one that came after it', async () => {
    sim.control.expireSecrets(CLIENT);
    const error = await refusal(secretCredential(sim).getToken(ARM_SCOPE));
    expect(error.message).toContain('AADSTS7000222');
    expect(sim.log.tokenRequests()).toMatchObject([{ code: 7000222 }]);
    sim.control.rotateSecret(CLIENT, 'second');
    await secretCredential(sim, { secret: 'second' }).getToken(ARM_SCOPE);
  });

  it('takes the old secret besides the new one only while it is kept', async () => {
    sim.control.rotateSecret(CLIENT, 'second', { keepOld: true });
    await secretCredential(sim).getToken(ARM_SCOPE);
    await secretCredential(sim, { secret: 'second' }).getToken(ARM_SCOPE);
    sim.control.rotateSecret(CLIENT, 'third');
    expect(
      (await refusal(secretCredential(sim).getToken(ARM_SCOPE))).message,
    ).toContain('AADSTS7000215');
  });

  it('refuses with any number, such as that of conditional access', async () => {
    sim.control.refuseTokenRequests({ code: 53003, times: 1 });
    expect(
      (await refusal(secretCredential(sim).getToken(ARM_SCOPE))).message,
    ).toContain('AADSTS53003');
    await secretCredential(sim).getToken(ARM_SCOPE);
  });

  it('counts the requests of five hundred simultaneous callers', async () => {
    const one = secretCredential(sim);
    const single = getBearerTokenProvider(one, AKS_SCOPE);
    await Promise.all(Array.from({ length: 500 }, () => single()));
    expect(
      sim.log.tokenRequests({ clientId: CLIENT, scope: AKS_SERVER_APP }),
    ).toHaveLength(1);
    sim.log.clear();
    // The credential alone does not join calls in flight.
    const many = secretCredential(sim);
    await Promise.all(
      Array.from({ length: 50 }, () => many.getToken(AKS_SCOPE)),
    );
    expect(sim.log.tokenRequests()).toHaveLength(50);
    expect(sim.log.peak('entra')).toBeGreaterThan(1);
  });

  it('says how long a token is valid and when to renew it', async () => {
    sim.control.setTokenLifetime({ ttlSeconds: 600, refreshInSeconds: 300 });
    const { token, expiresOnTimestamp, refreshAfterTimestamp } =
      await secretCredential(sim).getToken(AKS_SCOPE);
    const { exp, iat } = claims(token);
    expect(exp - iat).toBe(600);
    expect(expiresOnTimestamp - Date.now()).toBeLessThan(601_000);
    expect(refreshAfterTimestamp! - Date.now()).toBeLessThan(301_000);
  });

  it('makes short-lived tokens that clients ask for again', async () => {
    sim.control.setTokenLifetime({ ttlSeconds: 100 });
    const credential = secretCredential(sim);
    const first = await credential.getToken(AKS_SCOPE);
    const second = await credential.getToken(AKS_SCOPE);
    expect(second.token).not.toBe(first.token);
    expect(sim.log.tokenRequests()).toHaveLength(2);
  });

  describe('with an assertion instead of a secret', () => {
    const withAssertion = (assertion: string) =>
      new ClientAssertionCredential(
        TENANT,
        CLIENT,
        async () => assertion,
        credentialOptions(sim),
      ).getToken(ARM_SCOPE);

    it('takes that of a federated credential', async () => {
      await withAssertion(sim.assertion({ subject: SUBJECT }));
      expect(sim.log.tokenRequests()).toMatchObject([
        { credential: 'assertion', clientId: CLIENT },
      ]);
    });

    it('reads the file that workload identity mounts', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'azure-sim-'));
      const tokenFilePath = join(folder, 'token');
      writeFileSync(tokenFilePath, sim.assertion({ subject: SUBJECT }));
      const { token } = await new WorkloadIdentityCredential({
        tenantId: TENANT,
        clientId: CLIENT,
        tokenFilePath,
        ...credentialOptions(sim),
      }).getToken(AKS_SCOPE);
      expect(claims(token).oid).toBe(OBJECT);
      rmSync(folder, { recursive: true });
    });

    it.each([
      ['another subject', { subject: 'system:serviceaccount:apps:intruder' }],
      ['another issuer', { subject: SUBJECT, issuer: 'https://elsewhere/' }],
      ['another audience', { subject: SUBJECT, audience: 'portal' }],
    ])('refuses one of %s', async (_, options) => {
      expect(
        (await refusal(withAssertion(sim.assertion(options)))).message,
      ).toContain('AADSTS70021');
    });

    it('refuses one that expired, and one that nobody signed', async () => {
      const good = sim.assertion({ subject: SUBJECT });
      const forged = `${good.slice(0, good.lastIndexOf('.'))}.c2lnbmF0dXJl`;
      for (const assertion of [
        sim.assertion({ subject: SUBJECT, ttlSeconds: -60 }),
        forged,
      ]) {
        expect((await refusal(withAssertion(assertion))).message).toContain(
          'AADSTS50027',
        );
      }
    });
  });

  describe('while the token endpoint is down', () => {
    it.each(['unavailable', 'html', 'drop'] as const)(
      'fails with %s, and recovers',
      async how => {
        sim.control.failTokenEndpoint({ how, times: 1 });
        await refusal(secretCredential(sim).getToken(ARM_SCOPE));
        const { token } = await secretCredential(sim).getToken(ARM_SCOPE);
        expect(claims(token).oid).toBe(OBJECT);
      },
    );

    it('hangs until the client gives up', async () => {
      sim.control.failTokenEndpoint({ how: 'hang' });
      const credential = secretCredential(sim);
      const outcome = await Promise.race([
        credential.getToken(ARM_SCOPE).then(
          () => 'answered',
          () => 'failed',
        ),
        new Promise(resolve => setTimeout(resolve, 300, 'hanging')),
      ]);
      expect(outcome).toBe('hanging');
      expect(sim.log.tokenRequests()).toMatchObject([{ status: 0 }]);
    });
  });

  it('is not trusted without its CA', async () => {
    await refusal(secretCredential({ ...sim, caPem: '' }).getToken(ARM_SCOPE));
    expect(sim.log.requests).toEqual([]);
  });

  it('logs nothing that opens anything', async () => {
    await secretCredential(sim).getToken(ARM_SCOPE);
    const { token } = await secretCredential(sim).getToken(AKS_SCOPE);
    const text = JSON.stringify(sim.log.requests);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(token);
  });
});
