import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationTarget } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { type Frame, ScriptedObjects } from '../__testUtils__/ScriptedObjects';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { reconcileTarget } from './reconcileTarget';

const SOURCE = 'source.toolkit.fluxcd.io';
const ready = (spec: object = {}): Frame => ({
  spec,
  status: {
    observedGeneration: 1,
    lastHandledReconcileAt: 'TOKEN',
    conditions: [{ type: 'Ready', status: 'True', message: 'fine' }],
  },
});
const failing: Frame = {
  status: {
    observedGeneration: 1,
    lastHandledReconcileAt: 'TOKEN',
    conditions: [
      { type: 'Ready', status: 'False', message: 'cannot clone' },
      { type: 'Stalled', status: 'True', message: 'cannot clone' },
    ],
  },
};

const object = (
  group: string,
  path: string,
  frame: Frame,
  after: Array<Frame | KubernetesError | undefined> = [frame],
) => {
  const [kind, namespace, name] = path.split('/');
  return { reference: { group, kind, namespace, name }, before: frame, after };
};
const kustomization = (spec: object, frame?: Frame) =>
  object(
    'kustomize.toolkit.fluxcd.io',
    'Kustomization/apps/web',
    frame ?? ready(spec),
  );
const helmRelease = (spec: object) =>
  object('helm.toolkit.fluxcd.io', 'HelmRelease/apps/web', ready(spec));
const gitRef = {
  sourceRef: { kind: 'GitRepository', name: 'repo', namespace: 'flux-system' },
};
const git = (frame: Frame = ready()) =>
  object(SOURCE, 'GitRepository/flux-system/repo', frame);

async function run(
  lives: Array<ReturnType<typeof object>>,
  options: { withSource?: boolean; signal?: AbortSignal } = {},
) {
  const objects = new ScriptedObjects(lives);
  const { group, kind, namespace, name } = lives.at(-1)!.reference;
  const changes: OperationTarget[] = [];
  const { signal = new AbortController().signal } = options;
  const target = await reconcileTarget({
    target: {
      resourceId: 'r1',
      clusterId: 'c1',
      clusterName: 'east',
      kind,
      namespace,
      name,
      state: 'pending',
      steps: [],
    },
    group,
    withSource: options.withSource ?? true,
    objects,
    signal,
    onChange: async changed => void changes.push(structuredClone(changed)),
    pause: () => sleep(1, undefined, { signal }),
  });
  return { target, changes, objects };
}

describe('reconcileTarget', () => {
  it('asks only the target when the source is not wanted', async () => {
    const { objects, target } = await run([git(), kustomization(gitRef)], {
      withSource: false,
    });
    expect(objects.calls).toEqual(['Kustomization/web']);
    expect(target).toMatchObject({ state: 'succeeded', outcome: 'ready' });
    expect(target.steps).toHaveLength(1);
  });

  it('asks the source, awaits it, and then asks the target', async () => {
    const { objects, target, changes } = await run([
      git(),
      kustomization(gitRef),
    ]);
    expect(objects.calls).toEqual(['GitRepository/repo', 'Kustomization/web']);
    expect(target.steps).toMatchObject([
      {
        kind: 'GitRepository',
        namespace: 'flux-system',
        state: 'succeeded',
        outcome: 'ready',
        resourceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
      { kind: 'Kustomization', state: 'succeeded', outcome: 'ready' },
    ]);
    const together = changes.filter(
      ({ steps: [source, own] }) =>
        source?.state === 'running' && own.state !== 'pending',
    );
    expect(together).toEqual([]);
  });

  it('goes from the repository by the generated HelmChart to the HelmRelease', async () => {
    const { objects } = await run([
      object(SOURCE, 'HelmRepository/charts/podinfo', ready()),
      object(SOURCE, 'HelmChart/charts/apps-web', ready()),
      helmRelease({
        chart: {
          spec: {
            chart: 'podinfo',
            sourceRef: {
              kind: 'HelmRepository',
              name: 'podinfo',
              namespace: 'charts',
            },
          },
        },
      }),
    ]);
    expect(objects.calls).toEqual([
      'HelmRepository/podinfo',
      'HelmChart/apps-web',
      'HelmRelease/web',
    ]);
  });

  it('passes over a HelmRepository of type oci', async () => {
    const { objects, target } = await run([
      object(SOURCE, 'HelmRepository/apps/oci', { spec: { type: 'oci' } }),
      object(SOURCE, 'HelmChart/apps/apps-web', ready()),
      helmRelease({
        chart: { spec: { sourceRef: { kind: 'HelmRepository', name: 'oci' } } },
      }),
    ]);
    expect(objects.calls).toEqual(['HelmChart/apps-web', 'HelmRelease/web']);
    expect(target.steps[0]).toMatchObject({
      state: 'succeeded',
      message: expect.stringContaining('type oci'),
    });
    expect(target.outcome).toBe('ready');
  });

  it('follows a chartRef to its HelmChart and the repository behind it', async () => {
    const { objects } = await run([
      object(SOURCE, 'GitRepository/apps/charts', ready()),
      object(
        SOURCE,
        'HelmChart/apps/chart',
        ready({ sourceRef: { kind: 'GitRepository', name: 'charts' } }),
      ),
      helmRelease({ chartRef: { kind: 'HelmChart', name: 'chart' } }),
    ]);
    expect(objects.calls).toEqual([
      'GitRepository/charts',
      'HelmChart/chart',
      'HelmRelease/web',
    ]);
  });

  it('reaches an OCIRepository by chartRef', async () => {
    const { objects } = await run([
      object(SOURCE, 'OCIRepository/apps/oci', ready()),
      helmRelease({ chartRef: { kind: 'OCIRepository', name: 'oci' } }),
    ]);
    expect(objects.calls).toEqual(['OCIRepository/oci', 'HelmRelease/web']);
  });

  it.each<[string, Frame, string]>([
    ['fails', failing, 'cannot clone'],
    ['is suspended', { ...ready(), suspend: true }, 'Resume it first'],
  ])('leaves the target alone when its source %s', async (_, frame, why) => {
    const { objects, target } = await run([git(frame), kustomization(gitRef)]);
    expect(objects.calls).not.toContain('Kustomization/web');
    expect(target).toMatchObject({
      state: 'failed',
      outcome: 'source-failed',
      message: expect.stringContaining(why),
      steps: [
        { state: 'failed' },
        { state: 'failed', outcome: 'source-failed' },
      ],
    });
  });

  it('leaves the source alone too when the target is suspended', async () => {
    const { objects, target } = await run([
      git(),
      kustomization({}, { ...ready(gitRef), suspend: true }),
    ]);
    expect(objects.calls).toEqual([]);
    expect(target).toMatchObject({ state: 'failed', outcome: 'suspended' });
  });

  it.each([
    ['Alert', 'notification.toolkit.fluxcd.io'],
    ['ExternalArtifact', SOURCE],
    ['Secret', ''],
  ])(
    'refuses what Flux cannot be asked to reconcile: %s',
    async (kind, group) => {
      const { objects, target } = await run([
        object(group, `${kind}/apps/x`, ready()),
      ]);
      expect(objects.calls).toEqual([]);
      expect(target).toMatchObject({ state: 'failed', outcome: 'refused' });
    },
  );

  it('tells a cluster that does not answer from an object that is gone', async () => {
    const down = new KubernetesError('no answer', { reason: 'unreachable' });
    const lives = [kustomization(gitRef)];
    const spy = jest.spyOn(ScriptedObjects.prototype, 'get');
    spy.mockRejectedValueOnce(down).mockResolvedValueOnce(undefined);
    expect((await run(lives)).target.outcome).toBe('unreachable');
    expect((await run(lives)).target.outcome).toBe('gone');
    spy.mockRestore();
  });

  it('does not blame the source when the cluster falls silent at its turn', async () => {
    const down = new KubernetesError('no answer', { reason: 'timeout' });
    const lives = [git(), kustomization(gitRef)];
    const spy = jest.spyOn(ScriptedObjects.prototype, 'get');
    const [, { before }] = lives;
    spy
      .mockResolvedValueOnce({
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'web', namespace: 'apps', uid: 'uid-1' },
        spec: { ...before.spec },
      })
      .mockRejectedValueOnce(down);
    const { target, objects } = await run(lives);
    spy.mockRestore();
    expect(objects.calls).toEqual([]);
    expect(target).toMatchObject({ state: 'failed', outcome: 'unreachable' });
    expect(target.message).toContain('GitRepository flux-system/repo');
  });
});
