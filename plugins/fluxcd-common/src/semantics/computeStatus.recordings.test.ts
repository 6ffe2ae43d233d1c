import steps from './__fixtures__/steps.json';
import { computeStatus, type ComputedStatus } from './computeStatus';
import type { FluxObject } from './FluxObject';

describe('computeStatus on recordings of real controllers', () => {
  const recorded: Record<string, Partial<ComputedStatus>> = {
    'kustomization-life: right after create': { status: 'progressing' },
    'kustomization-life: progressing': { status: 'progressing' },
    'kustomization-life: Ready with inventory and history': { status: 'ready' },
    'kustomization-life: 6 s after requestedAt while suspended': {
      status: 'suspended',
      ready: 'True',
    },
    'kustomization-life: after resume': {
      status: 'progressing',
      ready: 'Unknown',
    },
    'kustomization-life: right after delete': { status: 'deleting' },
    'kustomization-failures: failed: nosource': {
      status: 'failed',
      retrying: false,
      reason: 'ArtifactFailed',
    },
    'kustomization-failures: failed: badpath': {
      status: 'failed',
      retrying: true,
      reason: 'ArtifactFailed',
    },
    'kustomization-failures: failed: badbuild': {
      status: 'failed',
      retrying: true,
      reason: 'BuildFailed',
    },
    'kustomization-failures: failed: badsa': {
      status: 'failed',
      retrying: true,
      reason: 'ReconciliationFailed',
    },
    'kustomization-failures: failed: stalled-cel': {
      status: 'failed',
      stalled: true,
      reason: 'InvalidCELExpression',
    },
    'kustomization-dependency: dependency missing': { status: 'waiting' },
    'kustomization-dependency: dep-b Ready': { status: 'ready' },
    'kustomization-health: health check running': { status: 'progressing' },
    'kustomization-health: health check failed': {
      status: 'failed',
      retrying: true,
      reason: 'HealthCheckFailed',
    },
    'kustomization-health: retry running': { status: 'progressing' },
    'helmrelease-life: installed': { status: 'ready' },
    'helmrelease-life: 5 s after requestedAt while suspended': {
      status: 'suspended',
    },
    'helmrelease-life: failing upgrade running': { status: 'progressing' },
    'helmrelease-life: rolled back once': {
      status: 'failed',
      retrying: true,
      reason: 'RollbackSucceeded',
    },
    'helmrelease-life: retries exhausted': {
      status: 'failed',
      stalled: true,
      retrying: false,
      reason: 'RetriesExceeded',
    },
    'helmrelease-failures: failed: rel-values': {
      status: 'failed',
      retrying: true,
      reason: 'InstallFailed',
    },
    'helmrelease-failures: failed: rel-novalues': {
      status: 'failed',
      reason: 'ValuesError',
    },
    'helmrelease-failures: failed: rel-dep': { status: 'waiting' },
    'helmrelease-failures: upgrade failed in hook': {
      status: 'failed',
      stalled: true,
    },
  };

  it('has an expectation for every recorded object', () => {
    expect(Object.keys(recorded).sort()).toEqual(
      Object.keys(steps.steps).sort(),
    );
  });

  it.each(Object.entries(steps.steps))(
    'reads what a real controller wrote: %s',
    (name, recordedObject) => {
      expect(computeStatus(recordedObject as FluxObject)).toMatchObject(
        recorded[name],
      );
    },
  );
});
