import steps from './__fixtures__/steps.json';
import type { FluxObject } from './FluxObject';
import { readLastReconciledAt } from './readLastReconciledAt';

const AT = '2026-11-20T08:44:29Z';

describe('readLastReconciledAt', () => {
  it.each([
    ['Kustomization', { history: [{ lastReconciled: AT }] }],
    ['ResourceSet', { history: [{ lastReconciled: AT }] }],
    ['GitRepository', { artifact: { lastUpdateTime: AT } }],
    ['ImageRepository', { lastScanResult: { scanTime: AT } }],
    ['ImageUpdateAutomation', { lastAutomationRunTime: AT }],
    [
      'HelmRelease',
      {
        history: [
          { version: 1, lastDeployed: '2020-01-01T00:00:00Z' },
          { version: 2, lastDeployed: AT },
        ],
      },
    ],
  ])('%s', (kind, status) => {
    expect(
      readLastReconciledAt({
        apiVersion: 'x/v1',
        kind,
        metadata: { name: 'x' },
        status,
      }),
    ).toBe('2026-11-20T08:44:29.000Z');
  });

  it('is not the time at which Ready last flipped', () => {
    const object = structuredClone(
      steps.steps['kustomization-dependency: dependency missing'],
    ) as FluxObject;
    expect(readLastReconciledAt(object)).toBeUndefined();
  });
});
