import type { FluxObject } from './FluxObject';
import { readFacts } from './readFacts';

const make = (kind: string, spec: object): FluxObject => ({
  apiVersion: 'x/v1',
  kind,
  metadata: { name: 'podinfo', namespace: 'live' },
  spec: { ...spec },
});
const facts = (kind: string, spec: object, status?: object) =>
  Object.fromEntries(
    readFacts({ ...make(kind, spec), status: { ...status } }).map(f => [
      f.name,
      f.value,
    ]),
  );

describe('readFacts', () => {
  it('tells what a Kustomization does', () => {
    expect(
      facts('Kustomization', {
        interval: '10m0s',
        timeout: '1m',
        path: './app',
        prune: true,
        wait: false,
        targetNamespace: 'live',
      }),
    ).toEqual({
      interval: '10m0s',
      timeout: '1m',
      path: './app',
      prune: 'true',
      wait: 'false',
      targetNamespace: 'live',
    });
  });

  it('reads nested fields', () => {
    expect(
      facts('HelmRelease', {
        chart: { spec: { chart: 'podinfo', version: '6.x' } },
      }),
    ).toEqual({ chart: 'podinfo', chartVersion: '6.x' });
    expect(facts('GitRepository', { ref: { branch: 'main' } })).toEqual({
      branch: 'main',
    });
  });

  it('says when an object applies to another cluster, not with which credential', () => {
    expect(
      facts('Kustomization', {
        kubeConfig: { secretRef: { name: 'remote-secret' } },
      }),
    ).toEqual({ remoteCluster: 'true' });
  });

  it('shows nothing that may be secret, of any kind', () => {
    const spec = {
      values: { password: 'S3CRET' },
      valuesFrom: [{ kind: 'Secret', name: 'v', valuesKey: 'S3CRET' }],
      postBuild: { substitute: { token: 'S3CRET' } },
      address: 'https://hooks.example.com/S3CRET?S3CRET',
      proxy: 'S3CRET',
      username: 'S3CRET',
      channel: 'S3CRET',
      url: 'https://S3CRET:S3CRET@example.com/?token=S3CRET#S3CRET',
      endpoint: 'S3CRET',
      secretRef: { token: 'S3CRET' },
      eventMetadata: { a: 'S3CRET' },
      type: 'pagerduty',
      sync: { url: 'https://S3CRET@example.com/?S3CRET' },
      inputs: [{ a: 'S3CRET' }],
      defaultValues: { a: 'S3CRET' },
    };
    for (const kind of [
      'Kustomization',
      'HelmRelease',
      'GitRepository',
      'OCIRepository',
      'HelmRepository',
      'Bucket',
      'Receiver',
      'Provider',
      'Alert',
      'ResourceSet',
      'ResourceSetInputProvider',
      'FluxInstance',
      'constructor',
    ]) {
      expect(
        JSON.stringify(
          readFacts({
            ...make(kind, spec),
            status: {
              webhookPath: '/hook/S3CRET',
              exportedInputs: [{ token: 'S3CRET' }],
            },
          }),
        ),
      ).not.toContain('S3CRET');
    }
  });

  it('leaves out what is empty or of no simple type', () => {
    expect(
      facts('Kustomization', { path: '', prune: null, interval: { a: 1 } }),
    ).toEqual({});
  });
});
