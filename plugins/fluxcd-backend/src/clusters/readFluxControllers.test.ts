import { ScriptedKubernetesClient } from '../__testUtils__/ScriptedKubernetesClient';
import { readFluxControllers } from './readFluxControllers';

function deployment(change: {
  metadata?: object;
  spec?: object;
  status?: object;
  manager?: object;
}) {
  return {
    metadata: {
      name: 'source-controller',
      namespace: 'flux-system',
      generation: 3,
      labels: { 'app.kubernetes.io/version': 'v2.9.4' },
      ...change.metadata,
    },
    spec: {
      replicas: 1,
      template: {
        spec: {
          containers: [
            { name: 'sidecar', image: 'mesh:1', args: ['--secret-sauce'] },
            {
              name: 'manager',
              image: `example.com/source-controller:v1.7.0@sha256:${'0'.repeat(
                64,
              )}`,
              args: ['--log-level=info', '--watch-all-namespaces=true'],
              env: [{ name: 'PASSWORD', value: 'hunter2' }],
              ...change.manager,
            },
          ],
        },
      },
      ...change.spec,
    },
    status: {
      observedGeneration: 3,
      replicas: 1,
      readyReplicas: 1,
      updatedReplicas: 1,
      ...change.status,
    },
  };
}

async function read(...items: unknown[]) {
  const client = new ScriptedKubernetesClient();
  client.answer = () => ({ items });
  return readFluxControllers(client);
}

describe('readFluxControllers', () => {
  it('says version, readiness, image and flags of a controller, and nothing else of it', async () => {
    expect(await read(deployment({}))).toEqual([
      {
        namespace: 'flux-system',
        name: 'source-controller',
        version: 'v2.9.4',
        image: 'example.com/source-controller:v1.7.0',
        replicas: 1,
        readyReplicas: 1,
        ready: true,
        message: undefined,
        flags: ['--log-level=info', '--watch-all-namespaces=true'],
      },
    ]);
  });

  it.each([
    ['a replica is missing', { readyReplicas: 0 }],
    ['old replicas are still at work', { updatedReplicas: 0 }],
    ['the change was not seen yet', { observedGeneration: 2 }],
  ])('is not ready while %s', async (_, status) => {
    expect(await read(deployment({ status }))).toMatchObject([
      { ready: false },
    ]);
  });

  it('is not ready when it is scaled to zero, since it does not work then', async () => {
    const status = { readyReplicas: 0, updatedReplicas: 0 };
    expect(
      await read(deployment({ spec: { replicas: 0 }, status })),
    ).toMatchObject([{ ready: false, replicas: 0 }]);
  });

  it('says why a rollout does not get on, before that replicas are missing', async () => {
    const conditions = [
      { type: 'Available', status: 'False', message: 'minimum availability' },
      { type: 'Progressing', status: 'False', message: 'deadline exceeded' },
    ];
    expect(
      await read(deployment({ status: { readyReplicas: 0, conditions } })),
    ).toMatchObject([{ message: 'deadline exceeded' }]);
  });

  it('shows no credential that a flag holds', async () => {
    const [{ flags }] = await read(
      deployment({ manager: { args: ['--api-token=abcdef123456'] } }),
    );
    expect(flags).toEqual(['--api-token=***']);
  });

  it('makes the best of what it does not understand', async () => {
    expect(await read(null, 'x', {})).toEqual([
      {
        namespace: '',
        name: '',
        replicas: 1,
        readyReplicas: 0,
        ready: false,
        flags: [],
      },
    ]);
  });
});
