import steps from './__fixtures__/steps.json';
import type { FluxObject } from './FluxObject';
import { readHistory } from './readHistory';

describe('readHistory', () => {
  it('reads the reconciliations of a Kustomization', () => {
    expect(
      readHistory(
        steps.steps[
          'kustomization-life: Ready with inventory and history'
        ] as FluxObject,
      ),
    ).toEqual([
      {
        status: 'ReconciliationSucceeded',
        revision: 'main@sha1:f16165e8791d77297b304e713c7c7d3f841c0916',
        firstAt: '2026-11-20T08:44:29.000Z',
        lastAt: '2026-11-20T08:44:29.000Z',
        count: 1,
      },
    ]);
  });

  it('puts the releases of a HelmRelease in order: the controller does not', () => {
    const object = steps.steps['helmrelease-life: retries exhausted'];
    expect(object.status.history.map(h => h.version)).toEqual([7, 2, 6, 5]);
    expect(
      readHistory(object as unknown as FluxObject).map(
        h => `${h.status} ${h.action} ${h.lastAt}`,
      ),
    ).toEqual([
      'deployed rollback 2026-11-20T08:45:45.000Z',
      'failed upgrade 2026-11-20T08:45:29.000Z',
      'superseded rollback 2026-11-20T08:45:13.000Z',
      'superseded undefined 2026-11-20T08:44:42.000Z',
    ]);
  });

  it('leaves out releases without a number', () => {
    expect(
      readHistory({
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: { name: 'x' },
        status: {
          history: [{ status: 'failed' }, 'nonsense', { version: 1 }],
        },
      }),
    ).toEqual([{ status: 'unknown' }]);
  });

  it('leaves out entries without an outcome', () => {
    expect(
      readHistory({
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'x' },
        status: { history: [{}, 'nonsense', null] },
      }),
    ).toEqual([]);
  });
});
