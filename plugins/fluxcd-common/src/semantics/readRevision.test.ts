import steps from './__fixtures__/steps.json';
import type { FluxObject } from './FluxObject';
import { readRevision } from './readRevision';

const make = (kind: string, status: object): FluxObject => ({
  apiVersion: 'x/v1',
  kind,
  metadata: { name: 'podinfo' },
  status: { ...status },
});

describe('readRevision', () => {
  it('names the attempted revision only where it differs from the applied one', () => {
    const applied = 'main@sha1:aaa';
    expect(
      readRevision(
        make('Kustomization', {
          lastAppliedRevision: applied,
          lastAttemptedRevision: applied,
        }),
      ),
    ).toEqual({ revision: applied });
    expect(
      readRevision(
        make('Kustomization', {
          lastAppliedRevision: applied,
          lastAttemptedRevision: 'main@sha1:bbb',
        }),
      ),
    ).toEqual({ revision: applied, attemptedRevision: 'main@sha1:bbb' });
  });

  it('takes the chart version of the highest release, wherever it stands in the history', () => {
    expect(
      readRevision(
        make('HelmRelease', {
          history: [
            { version: 2, chartVersion: '6.0.0' },
            { version: 10, chartVersion: '6.2.0' },
            { version: 9, chartVersion: '6.1.0' },
          ],
          lastAttemptedRevision: '6.3.0',
        }),
      ),
    ).toEqual({ revision: '6.2.0', attemptedRevision: '6.3.0' });
  });

  it('does not call a chart applied that was only attempted', () => {
    expect(
      readRevision(make('HelmRelease', { lastAttemptedRevision: '6.3.0' })),
    ).toEqual({ attemptedRevision: '6.3.0' });
  });

  it.each([
    ['GitRepository', { artifact: { revision: 'main@sha1:a' } }, 'main@sha1:a'],
    ['HelmChart', { artifact: { revision: '6.0.3+2' } }, '6.0.3+2'],
    ['Bucket', { artifact: { revision: 'sha256:b' } }, 'sha256:b'],
    [
      'ImagePolicy',
      {
        latestRef: { name: 'example.com/a', tag: '1.2.3', digest: 'sha256:c' },
      },
      '1.2.3@sha256:c',
    ],
    ['ImagePolicy', { latestRef: { name: 'a', tag: '1.2.3' } }, '1.2.3'],
    [
      'ImageRepository',
      { lastScanResult: { revision: 'sha256:d' } },
      'sha256:d',
    ],
    [
      'ImageUpdateAutomation',
      { observedSourceRevision: 'main@sha1:e' },
      'main@sha1:e',
    ],
    ['ResourceSet', { lastAppliedRevision: 'sha256:f' }, 'sha256:f'],
    ['GitRepository', { artifact: 'nonsense' }, undefined],
    ['ImagePolicy', {}, undefined],
  ])('%s %j', (kind, status, revision) => {
    expect(readRevision(make(kind, status)).revision).toBe(revision);
  });

  it('reads what a real helm-controller wrote', () => {
    expect(
      readRevision(
        steps.steps['helmrelease-life: installed'] as unknown as FluxObject,
      ),
    ).toEqual({ revision: '6.9.2' });
  });
});
