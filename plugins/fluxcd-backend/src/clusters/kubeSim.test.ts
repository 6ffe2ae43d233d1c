import {
  type KubeSim,
  type SimCluster,
  spawnKubeSim,
} from '@internal/kube-sim';
import { AddressGuard } from '../security/AddressGuard';
import { ClientCertificateStrategy } from './ClientCertificateStrategy';
import { ClientFactory } from './ClientFactory';
import { ConnectionTester } from './ConnectionTester';
import { toClusterCredentials } from './toClusterCredentials';
import { TokenStrategy } from './TokenStrategy';

jest.setTimeout(180_000);

const controller = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'kustomize-controller',
    namespace: 'flux-system',
    labels: {
      'app.kubernetes.io/part-of': 'flux',
      'app.kubernetes.io/version': 'v2.9.4',
    },
  },
  spec: {
    selector: { matchLabels: { app: 'kustomize-controller' } },
    template: {
      metadata: { labels: { app: 'kustomize-controller' } },
      spec: { containers: [{ name: 'manager', image: 'controller' }] },
    },
  },
};

describe('the connection test against a simulated cluster', () => {
  let sim: KubeSim;
  let cluster: SimCluster;

  beforeAll(async () => {
    sim = await spawnKubeSim({
      clusters: [
        { name: 'sim', kubernetesVersion: 'v1.36.2', objects: [controller] },
      ],
    });
    cluster = sim.clusters.sim;
  });
  afterAll(() => sim?.stop());

  const test = (input: Parameters<typeof toClusterCredentials>[0]) => {
    const guard = new AddressGuard({ allowedCidrs: ['127.0.0.0/8'] });
    const factory = new ClientFactory({
      strategies: [new TokenStrategy(), new ClientCertificateStrategy()],
      guard,
    });
    return new ConnectionTester({ guard, factory }).test(
      toClusterCredentials(input),
    );
  };

  it('finds Flux with the kubeconfig of an administrator', async () => {
    const result = await test({
      type: 'kubeconfig',
      kubeconfig: cluster.kubeconfig('admin'),
    });
    expect(result).toMatchObject({
      ok: true,
      kubernetesVersion: 'v1.36.2',
      fluxVersion: 'v2.9.4',
      username: expect.any(String),
    });
    expect(result.steps.map(s => s.state)).toEqual(Array(5).fill('passed'));
    expect(result.access).toContainEqual({
      group: 'helm.toolkit.fluxcd.io',
      kind: 'HelmRelease',
      read: true,
      reconcile: true,
    });
    expect(result.access.length).toBeGreaterThan(10);
  });

  it('finds that a viewer may look only', async () => {
    const result = await test({
      type: 'token',
      server: cluster.server,
      certificateAuthority: cluster.caPem,
      token: cluster.tokens.viewer,
    });
    expect(result.ok).toBe(true);
    expect(result.steps.find(s => s.step === 'authorize')).toMatchObject({
      state: 'warning',
      reason: 'forbidden',
      message: expect.stringContaining('may not patch Kustomization'),
    });
    expect(result.access.every(a => a.read && !a.reconcile)).toBe(true);
  });

  it('is signed in by a client certificate', async () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const result = await test({
      type: 'kubeconfig',
      kubeconfig: JSON.stringify({
        clusters: [
          {
            name: 'k',
            cluster: {
              server: cluster.server,
              'certificate-authority-data': base64(cluster.caPem),
            },
          },
        ],
        contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
        users: [
          {
            name: 'u',
            user: {
              'client-certificate-data': base64(cluster.adminCertificate.cert),
              'client-key-data': base64(cluster.adminCertificate.key),
            },
          },
        ],
      }),
    });
    expect(result.ok).toBe(true);
    expect(result.username).toBeTruthy();
  });

  it('is refused with a token that is not known', async () => {
    const result = await test({
      type: 'token',
      server: cluster.server,
      certificateAuthority: cluster.caPem,
      token: 'no-such-token',
    });
    expect(result.steps.find(s => s.state === 'failed')).toMatchObject({
      step: 'authenticate',
      reason: 'unauthorized',
    });
  });
});
