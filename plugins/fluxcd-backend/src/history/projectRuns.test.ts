import type { FluxObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { projectRuns } from './projectRuns';

const aRelease = (snapshot: object): FluxObject => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'db', namespace: 'shop' },
  status: { history: [{ version: 1, ...snapshot }] },
});
const project = (object: FluxObject) =>
  projectRuns({ resourceId: 'r', uid: 'u', object });

describe('projectRuns', () => {
  it('takes named fields only, cut to what the columns hold, storable everywhere', () => {
    const { runs } = project(
      aRelease({
        name: 'db',
        status: 'x'.repeat(1000),
        chartName: 'c\0'.repeat(1000),
        chartVersion: '\ud800',
        configDigest: 'sha256:secret',
        testHooks: { secret: {} },
        version: 9_000_000_000,
      }),
    );
    expect(runs).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        type: 'release',
        at: null,
        last_at: null,
        outcome: 'x'.repeat(64),
        revision: '\uFFFD',
        run_count: null,
        duration_ms: null,
        action: null,
        chart: 'c\uFFFD'.repeat(127).slice(0, 253),
        app_version: null,
        release_version: 2_147_483_647,
      },
    ]);
  });

  it('gives a release the same id while its state changes, and another digest', () => {
    const deployed = project(aRelease({ status: 'deployed' }));
    const superseded = project(aRelease({ status: 'superseded' }));
    expect(superseded.runs[0].id).toBe(deployed.runs[0].id);
    expect(superseded.history_digest).not.toBe(deployed.history_digest);
    expect(project(aRelease({ status: 'deployed' }))).toEqual(deployed);
  });

  it('tells releases of the same number apart by when the first of their line was made', () => {
    const [one, two] = ['2026-11-20T08:00:00Z', '2026-11-21T08:00:00Z'].map(
      firstDeployed => project(aRelease({ firstDeployed })).runs[0].id,
    );
    expect(one).not.toBe(two);
  });

  it('has no digest where there is no history', () => {
    expect(project({ ...aRelease({}), status: {} })).toEqual({
      runs: [],
      history_digest: null,
    });
  });
});
