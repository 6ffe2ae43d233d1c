import steps from './__fixtures__/steps.json';
import type { FluxObject } from './FluxObject';
import { readRuns } from './readRuns';

const step = (name: string) =>
  (steps.steps as unknown as Record<string, FluxObject>)[name];

describe('readRuns', () => {
  it('reads the reconciliations of a Kustomization, with what identifies each', () => {
    expect(
      readRuns(step('kustomization-life: Ready with inventory and history')),
    ).toEqual([
      {
        type: 'reconciliation',
        identity: [
          'sha256:76330338bf0206956c638fc91d5d83f77abd5e729eab14aa8fb050b4c373931d',
          'ReconciliationSucceeded',
          '2026-11-20T08:44:29.000Z',
        ],
        outcome: 'ReconciliationSucceeded',
        revision: 'main@sha1:f16165e8791d77297b304e713c7c7d3f841c0916',
        firstAt: '2026-11-20T08:44:29.000Z',
        lastAt: '2026-11-20T08:44:29.000Z',
        count: 1,
        durationMs: 1273,
      },
    ]);
  });

  it('reads the releases of a HelmRelease, newest first, with number and chart', () => {
    const runs = readRuns(step('helmrelease-life: retries exhausted'));
    expect(runs.map(r => [r.type, r.releaseVersion, r.outcome])).toEqual([
      ['release', 7, 'deployed'],
      ['release', 6, 'failed'],
      ['release', 5, 'superseded'],
      ['release', 2, 'superseded'],
    ]);
    expect(new Set(runs.map(r => r.identity.join())).size).toBe(4);
    expect(runs[0].chart).toEqual(expect.any(String));
  });

  it('makes nothing of nonsense, and no more than ten of a long list', () => {
    const object = (history: unknown) =>
      ({
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'x' },
        status: { history },
      } as FluxObject);
    expect(readRuns(object([{}, 'nonsense', null]))).toEqual([]);
    expect(readRuns(object('nonsense'))).toEqual([]);
    const long = Array.from({ length: 50 }, () => ({
      lastReconciledStatus: 'x',
    }));
    expect(readRuns(object(long))).toHaveLength(10);
  });
});
