import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectReference } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { type Frame, ScriptedObjects } from '../__testUtils__/ScriptedObjects';
import { KubernetesError } from '../kubernetes/KubernetesError';
import recorded from './__fixtures__/recorded.json';
import { reconcileObject } from './reconcileObject';

const REFERENCE: Record<string, ObjectReference> = {
  Kustomization: {
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    namespace: 'live',
    name: 'life',
  },
  HelmRelease: {
    group: 'helm.toolkit.fluxcd.io',
    kind: 'HelmRelease',
    namespace: 'live',
    name: 'rel',
  },
};

const READY: Frame = {
  status: {
    observedGeneration: 1,
    lastHandledReconcileAt: 'TOKEN',
    conditions: [{ type: 'Ready', status: 'True', message: 'Applied' }],
  },
};
const IDLE: Frame = { status: { observedGeneration: 1 } };

async function run(
  objects: ScriptedObjects,
  options: { reference?: ObjectReference; signal?: AbortSignal } = {},
) {
  const progress: string[] = [];
  const { signal = new AbortController().signal } = options;
  const result = await reconcileObject({
    objects,
    reference: options.reference ?? REFERENCE.Kustomization,
    signal,
    pause: () => sleep(1, undefined, { signal }),
    onProgress: async message => void progress.push(message),
  });
  return { ...result, progress };
}

function life(before: Frame | undefined, after: any[]) {
  return new ScriptedObjects([
    { reference: REFERENCE.Kustomization, before, after },
  ]);
}

describe('reconcileObject against what real controllers did', () => {
  it.each([
    ['kustomizationNoop', 'ready', /^Applied revision: main@sha1:/],
    ['kustomizationSuspended', 'suspended', /suspended meanwhile/],
    ['kustomizationResumed', 'ready', /^Applied revision: main@sha1:/],
    ['helmReleaseNoop', 'ready', /^Helm install succeeded/],
    ['helmReleaseDrift', 'ready', /^Helm upgrade succeeded/],
    ['helmReleaseRetrying', 'retrying', /^Helm rollback/],
    ['dependencyNotReady', 'waiting', /dependency/i],
  ] as const)('%s ends as %s', async (name, outcome, message) => {
    const { kind, before, after } = recorded[name];
    const objects = new ScriptedObjects([
      { reference: REFERENCE[kind], before, after: after as Frame[] },
    ]);
    const result = await run(objects, { reference: REFERENCE[kind] });
    expect(result).toMatchObject({
      outcome,
      message: expect.stringMatching(message),
    });
  });

  it.each(['kustomizationNoop', 'kustomizationResumed', 'helmReleaseDrift'])(
    'does not take an earlier patch of %s for the end',
    async name => {
      const { kind, before, after } = recorded[name as keyof typeof recorded];
      // All but the last patch, and then silence: an operation that ended early would not hang here.
      const objects = new ScriptedObjects([
        {
          reference: REFERENCE[kind],
          before,
          after: after.slice(0, -1) as Frame[],
        },
      ]);
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 100);
      await expect(
        run(objects, { reference: REFERENCE[kind], signal: stop.signal }),
      ).rejects.toThrow(/abort/i);
    },
  );

  it('says what Flux is doing meanwhile', async () => {
    const { before, after } = recorded.kustomizationNoop;
    const { progress, revision } = await run(life(before, after));
    expect(progress.slice(0, 2)).toEqual([
      'Waiting for the controller.',
      expect.stringContaining('Fetching manifests'),
    ]);
    expect(progress.filter((p, i) => p === progress[i - 1])).toEqual([]);
    expect(revision).toMatch(/^main@sha1:/);
  });
});

describe('reconcileObject', () => {
  it('patches one annotation of exactly that object, with a token of its own each time', async () => {
    const objects = life(IDLE, [READY]);
    await Promise.all([run(objects), run(objects)]);
    const [first, second] = objects.patches;
    expect(first).toEqual({
      uid: 'uid-1',
      annotations: {
        'reconcile.fluxcd.io/requestedAt': expect.stringMatching(
          /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z-[0-9a-f]{8}$/,
        ),
      },
    });
    expect(second.annotations).not.toEqual(first.annotations);
  });

  it.each<[string, Frame | undefined, string, RegExp]>([
    ['suspended', { suspend: true }, 'suspended', /Resume it first/],
    ['missing', undefined, 'gone', /does not exist/],
  ])('leaves what is %s alone', async (_, before, outcome, message) => {
    const objects = life(before, []);
    const result = await run(objects);
    expect(result.outcome).toBe(outcome);
    expect(result.message).toMatch(message);
    expect(objects.patches).toEqual([]);
  });

  it('passes over what no controller reconciles', async () => {
    const reference = {
      group: 'source.toolkit.fluxcd.io',
      kind: 'HelmRepository',
      namespace: 'live',
      name: 'charts',
    };
    const objects = new ScriptedObjects([
      { reference, before: { spec: { type: 'oci' } }, after: [] },
    ]);
    expect(await run(objects, { reference })).toMatchObject({
      skipped: true,
    });
    expect(objects.patches).toEqual([]);
  });

  it.each<[string, Frame | undefined]>([
    ['was deleted', undefined],
    ['was made anew', { ...READY, uid: 'uid-2' }],
  ])('tells that it %s while it was watched', async (_, seen) => {
    expect(await run(life(IDLE, [IDLE, seen]))).toMatchObject({
      outcome: 'gone',
    });
  });

  it('tells a failure for good from one that is tried again', async () => {
    const failing = (...conditions: object[]): Frame => ({
      status: {
        observedGeneration: -1,
        lastHandledReconcileAt: 'TOKEN',
        conditions: [
          { type: 'Ready', status: 'False', reason: 'X', message: 'no' },
          ...conditions,
        ],
      },
    });
    const stalled = { type: 'Stalled', status: 'True', message: 'for good' };
    const retrying = {
      type: 'Reconciling',
      status: 'True',
      reason: 'ProgressingWithRetry',
    };
    const outcomes = await Promise.all(
      [failing(), failing(stalled), failing(retrying)].map(
        async frame => (await run(life(IDLE, [frame]))).outcome,
      ),
    );
    expect(outcomes).toEqual(['failed', 'failed', 'retrying']);
  });

  const refusal = (reason: KubernetesError['reason'], status?: number) =>
    new KubernetesError(`said ${reason} token=hunter2secret`, {
      reason,
      status,
    });

  it('tries again when its patch collides with another', async () => {
    const objects = life(IDLE, [READY]);
    objects.patchFailures.push(refusal('conflict', 409));
    expect(await run(objects)).toMatchObject({ outcome: 'ready' });
  });

  it.each([
    ['forbidden', 'refused'],
    ['not-found', 'gone'],
    ['invalid', 'refused'],
    ['unreachable', 'unreachable'],
    ['unauthorized', 'unreachable'],
  ] as const)(
    'a patch answered with %s ends as %s',
    async (reason, outcome) => {
      const objects = life(IDLE, [READY]);
      objects.patchFailures.push(refusal(reason));
      const result = await run(objects);
      expect(result.outcome).toBe(outcome);
      expect(result.message).not.toContain('hunter2secret');
    },
  );

  it('takes a refusal of its uid for a deletion', async () => {
    const objects = life(IDLE, [READY]);
    objects.patchFailures.push(refusal('invalid', 422));
    const get = objects.get.bind(objects);
    let looks = 0;
    objects.get = async reference => {
      const object = await get(reference);
      looks += 1;
      if (object && looks > 1) object.metadata.uid = 'uid-2';
      return object;
    };
    expect(await run(objects)).toMatchObject({ outcome: 'gone' });
  });

  it('bears that the cluster does not answer for a moment', async () => {
    const down = refusal('unreachable');
    const objects = life(IDLE, [down, down, IDLE, down, READY]);
    expect(await run(objects)).toMatchObject({ outcome: 'ready' });
  });

  describe('with a clock that runs ahead', () => {
    let offset = 0;
    beforeEach(() => {
      offset = 0;
      const real = Date.now.bind(Date);
      jest.spyOn(Date, 'now').mockImplementation(() => real() + offset);
    });
    afterEach(() => jest.restoreAllMocks());

    const advancing = (before: Frame, frame: any, perLook: number) => {
      const objects = life(before, [frame]);
      const get = objects.get.bind(objects);
      let looks = 0;
      objects.get = async reference => {
        looks += 1;
        if (looks > 1) offset += perLook;
        return get(reference);
      };
      return { objects, looks: () => looks };
    };

    it('gives up after five minutes, and says what it saw last', async () => {
      const { objects, looks } = advancing(IDLE, IDLE, 60_000);
      const result = await run(objects);
      expect(result).toMatchObject({
        outcome: 'timed-out',
        message: expect.stringContaining('Waiting for the controller.'),
      });
      expect(looks()).toBeGreaterThanOrEqual(6);
    });

    it('waits longer for an object whose own timeout is longer', async () => {
      const slow = { ...IDLE, spec: { timeout: '20m0s' } };
      const { objects, looks } = advancing(slow, slow, 60_000);
      expect(await run(objects)).toMatchObject({ outcome: 'timed-out' });
      expect(looks()).toBeGreaterThanOrEqual(21);
    });

    it('gives up sooner on a cluster that went silent', async () => {
      const { objects, looks } = advancing(
        IDLE,
        refusal('unreachable'),
        25_000,
      );
      expect(await run(objects)).toMatchObject({ outcome: 'unreachable' });
      expect(looks()).toBeLessThan(6);
    });
  });

  it('stops at once when the portal does', async () => {
    const stop = new AbortController();
    const running = run(life(IDLE, [IDLE]), { signal: stop.signal });
    stop.abort();
    await expect(running).rejects.toThrow(/abort/i);
  });
});
