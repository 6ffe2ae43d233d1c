import helmReleaseDrift from './__fixtures__/helmrelease-drift.json';
import helmReleaseFailingUpgrade from './__fixtures__/helmrelease-failing-upgrade.json';
import helmReleaseNoop from './__fixtures__/helmrelease-noop.json';
import kustomizationDeleted from './__fixtures__/kustomization-deleted.json';
import kustomizationDependency from './__fixtures__/kustomization-dependency.json';
import kustomizationNoop from './__fixtures__/kustomization-noop.json';
import kustomizationSuspended from './__fixtures__/kustomization-suspended.json';
import steps from './__fixtures__/steps.json';
import type { FluxObject } from './FluxObject';
import { observeReconcile } from './observeReconcile';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

/** Looks at every watch event of a recording as if we had set its annotation. */
function replay(recording: { events: { object: unknown }[] }) {
  const objects = recording.events.map(e => e.object as FluxObject);
  const request = {
    token: objects[0].metadata.annotations![REQUESTED_AT],
    uid: objects[0].metadata.uid!,
  };
  return objects.map(o => observeReconcile(o, request));
}

const outcomes = (recording: { events: { object: unknown }[] }) =>
  replay(recording).map(o => (o.state === 'done' ? o.outcome : o.state));

describe('observeReconcile on recordings of real controllers', () => {
  it('waits on a Kustomization for the patch after Ready=True', () => {
    expect(outcomes(kustomizationNoop)).toEqual([
      ...Array(7).fill('pending'),
      'ready',
    ]);
    // The patch before the last says Ready=True too, and is not the end.
    expect(
      kustomizationNoop.events.at(-2)!.object.status.conditions,
    ).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'True' }),
    );
    expect(replay(kustomizationNoop).at(-1)).toEqual({
      state: 'done',
      outcome: 'ready',
      message:
        'Applied revision: main@sha1:f16165e8791d77297b304e713c7c7d3f841c0916',
      revision: 'main@sha1:f16165e8791d77297b304e713c7c7d3f841c0916',
    });
  });

  it('is not deceived by a HelmRelease that says Ready=True all along', () => {
    expect(outcomes(helmReleaseNoop)).toEqual([
      'pending',
      'pending',
      'pending',
      'ready',
    ]);
  });

  it('goes on when a HelmRelease hands in the token in the middle of its work', () => {
    expect(outcomes(helmReleaseDrift)).toEqual([
      ...Array(6).fill('pending'),
      'ready',
    ]);
    const moved = helmReleaseDrift.events.findIndex(
      e =>
        e.object.status.lastHandledReconcileAt ===
        e.object.metadata.annotations[REQUESTED_AT],
    );
    expect(moved).toBe(4);
  });

  it('sees through a failing upgrade and its rollback to "failed, retrying"', () => {
    expect(outcomes(helmReleaseFailingUpgrade)).toEqual([
      ...Array(9).fill('pending'),
      'retrying',
    ]);
  });

  it('never takes a suspended object for a reconciled one, though the token moved', () => {
    expect(outcomes(kustomizationSuspended)).toEqual([
      'suspended',
      'suspended',
    ]);
    expect(
      kustomizationSuspended.events[1].object.status.lastHandledReconcileAt,
    ).toBe(
      kustomizationSuspended.events[1].object.metadata.annotations[
        REQUESTED_AT
      ],
    );
  });

  it('tells waiting for a dependency from failing', () => {
    expect(outcomes(kustomizationDependency)).toEqual([
      'pending',
      'pending',
      'waiting',
    ]);
  });

  it('calls an object gone as soon as its deletion begins', () => {
    expect(outcomes(kustomizationDeleted)).toEqual(['gone', 'gone']);
  });

  it.each([
    ['kustomization-failures: failed: nosource', 'failed'],
    ['kustomization-failures: failed: badpath', 'retrying'],
    ['kustomization-failures: failed: stalled-cel', 'failed'],
    ['kustomization-health: health check failed', 'retrying'],
    ['kustomization-health: retry running', 'pending'],
    ['helmrelease-failures: failed: rel-values', 'retrying'],
    ['helmrelease-failures: failed: rel-dep', 'waiting'],
    ['helmrelease-life: retries exhausted', 'failed'],
    ['helmrelease-life: failing upgrade running', 'pending'],
  ] as const)('%s, once the token is handed in: %s', (step, expected) => {
    const object = structuredClone(steps.steps[step]) as FluxObject;
    object.status!.lastHandledReconcileAt = 'ours';
    const seen = observeReconcile(object, {
      token: 'ours',
      uid: object.metadata.uid!,
    });
    expect(seen.state === 'done' ? seen.outcome : seen.state).toBe(expected);
  });
});
