import { startApiServer } from '../__testUtils__/startApiServer';
import { AddressGuard } from '../security/AddressGuard';
import type { ClusterCredentials } from '../security/ClusterCredentials';
import { ClientCertificateStrategy } from './ClientCertificateStrategy';
import { ClientFactory } from './ClientFactory';
import { ConnectionTester } from './ConnectionTester';
import { TokenStrategy } from './TokenStrategy';

describe('ConnectionTester', () => {
  let api: Awaited<ReturnType<typeof startApiServer>>;

  beforeEach(async () => {
    api = await startApiServer();
  });

  afterEach(() => api.stop());

  const test = (
    change: Partial<ClusterCredentials['secret']> = {},
    options: { server?: string; allowedCidrs?: string[] } = {},
  ) => {
    const guard = new AddressGuard({
      allowedCidrs: options.allowedCidrs ?? ['127.0.0.0/8'],
    });
    const factory = new ClientFactory({
      strategies: [new TokenStrategy(), new ClientCertificateStrategy()],
      guard,
    });
    const secret = {
      token: 'good-token',
      certificateAuthority: api.certificateAuthority,
      ...change,
    };
    return new ConnectionTester({ guard, factory }).test({
      server: options.server ?? api.server,
      auth: { type: secret.certificate ? 'client-certificate' : 'token' },
      secret,
    });
  };

  const states = (result: Awaited<ReturnType<typeof test>>) =>
    Object.fromEntries(result.steps.map(s => [s.step, s.reason ?? s.state]));

  it('tells who the credential is, what it may do, and which Flux is there', async () => {
    const result = await test();
    expect(result).toMatchObject({
      ok: true,
      server: api.server,
      kubernetesVersion: 'v1.36.2',
      fluxVersion: 'v2.9.4',
      username: 'system:serviceaccount:flux:portal',
      access: [
        {
          group: 'kustomize.toolkit.fluxcd.io',
          kind: 'Kustomization',
          read: true,
          reconcile: true,
        },
      ],
    });
    expect(result.steps.map(s => [s.step, s.state])).toEqual([
      ['address', 'passed'],
      ['connect', 'passed'],
      ['authenticate', 'passed'],
      ['authorize', 'passed'],
      ['flux', 'passed'],
    ]);
  });

  it('does so with a client certificate too', async () => {
    const pair = await api.issueClientCertificate('ops');
    const result = await test({ token: undefined, ...pair });
    expect(result).toMatchObject({ ok: true, username: 'ops' });
  });

  it('writes nothing but reviews', async () => {
    await test();
    const posts = api.requests.filter(r => !r.startsWith('GET '));
    expect(new Set(posts)).toEqual(
      new Set([
        'POST /apis/authentication.k8s.io/v1/selfsubjectreviews',
        'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      ]),
    );
  });

  it('stops at an address that may not be dialled, without dialling it', async () => {
    const result = await test({}, { allowedCidrs: [] });
    expect(result.ok).toBe(false);
    expect(states(result)).toEqual({
      address: 'address-refused',
      connect: 'skipped',
      authenticate: 'skipped',
      authorize: 'skipped',
      flux: 'skipped',
    });
    expect(result.steps[0].message).toContain("allowedCidrs: ['127.0.0.1/32']");
    expect(api.requests).toEqual([]);
  });

  it('stops at a name that does not resolve', async () => {
    const result = await test({}, { server: 'https://nowhere.invalid' });
    expect(states(result)).toMatchObject({ address: 'dns' });
  });

  it('stops at the certificate of another authority', async () => {
    const other = await startApiServer();
    const result = await test({
      certificateAuthority: other.certificateAuthority,
    });
    await other.stop();
    expect(states(result)).toMatchObject({
      address: 'passed',
      connect: 'tls',
      authenticate: 'skipped',
    });
  });

  it('stops at a server that is gone', async () => {
    const gone = await startApiServer();
    await gone.stop();
    const result = await test({}, { server: gone.server });
    expect(states(result)).toMatchObject({ connect: 'unreachable' });
  });

  it.each([
    ['a web page', '<html>welcome</html>'],
    ['other JSON', { hello: 'world' }],
  ])('stops at a server that is not Kubernetes: %s', async (_name, body) => {
    api.override = () => ({ status: 200, body });
    expect(states(await test())).toMatchObject({ connect: 'not-kubernetes' });
  });

  it('stops at a server that has no /version', async () => {
    api.override = () => ({ status: 404, body: {} });
    expect(states(await test())).toMatchObject({ connect: 'not-kubernetes' });
  });

  it('tells a refused credential from an unreachable server', async () => {
    expect(states(await test({ token: 'bad-token' }))).toMatchObject({
      connect: 'passed',
      authenticate: 'unauthorized',
      authorize: 'skipped',
    });
  });

  it('notices that a credential is ignored', async () => {
    api.tokens['good-token'] = 'system:anonymous';
    const result = await test();
    expect(states(result)).toMatchObject({ authenticate: 'unauthorized' });
    expect(result.ok).toBe(false);
  });

  it('goes on without a name on servers that have no self review', async () => {
    api.override = path =>
      path.endsWith('/selfsubjectreviews')
        ? { status: 404, body: { kind: 'Status' } }
        : undefined;
    const result = await test();
    expect(result.ok).toBe(true);
    expect(result.username).toBeUndefined();
  });

  it('fails when nothing may be read', async () => {
    api.allows = verb => verb !== 'watch';
    const result = await test();
    expect(states(result)).toMatchObject({ authorize: 'forbidden' });
    expect(result.ok).toBe(false);
    expect(result.access[0]).toMatchObject({ read: false, reconcile: true });
  });

  it('warns when the kinds may be read, not reconciled', async () => {
    api.allows = verb => verb !== 'patch';
    const result = await test();
    expect(result.ok).toBe(true);
    expect(result.steps[3]).toEqual({
      step: 'authorize',
      state: 'warning',
      reason: 'forbidden',
      message: 'The credential may not patch Kustomization.',
    });
  });

  it('warns when Flux is not installed', async () => {
    api.kustomizeKinds = [];
    const result = await test();
    expect(result.ok).toBe(true);
    expect(result.steps[4]).toMatchObject({
      state: 'warning',
      reason: 'flux-missing',
    });
  });

  it('does without the version of Flux when it cannot be told', async () => {
    api.override = path =>
      path.includes('deployments')
        ? { status: 403, body: { kind: 'Status', reason: 'Forbidden' } }
        : undefined;
    const result = await test();
    expect(result.ok).toBe(true);
    expect(result.fluxVersion).toBeUndefined();
  });
});
