import { FLUX_KINDS } from './kinds';
import { releaseRefusal } from './releaseRefusal';
import { resumeRefusal } from './resumeRefusal';
import { suspendRefusal } from './suspendRefusal';

const make = (group: string, kind: string, parts: object = {}) => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: { name: 'podinfo', namespace: 'apps' },
  ...parts,
});
const app = (parts: object = {}) =>
  make('kustomize.toolkit.fluxcd.io', 'Kustomization', parts);
const deleting = app({
  metadata: {
    name: 'podinfo',
    namespace: 'apps',
    deletionTimestamp: '2026-11-20T08:00:00Z',
  },
});

describe('suspendRefusal', () => {
  it('lets every kind through but the one that is made by others', () => {
    const refused = FLUX_KINDS.filter(({ group, kind }) =>
      suspendRefusal(make(group, kind)),
    );
    expect(refused.map(k => k.kind)).toEqual(['ExternalArtifact']);
  });

  it.each([
    [app({ spec: { suspend: true } }), /apps\/podinfo is suspended already/],
    [deleting, /being deleted/],
    [
      make('source.toolkit.fluxcd.io', 'HelmRepository', {
        spec: { type: 'oci' },
      }),
      /nothing to suspend/,
    ],
    [make('apps', 'Deployment'), /does not know/],
  ])('says why not: %#', (object, words) => {
    expect(suspendRefusal(object)).toMatch(words);
  });
});

describe('resumeRefusal', () => {
  it('lets through what is suspended, and no other', () => {
    expect(resumeRefusal(app({ spec: { suspend: true } }))).toBeUndefined();
    expect(resumeRefusal(app())).toMatch(/is not suspended/);
    expect(resumeRefusal(deleting)).toMatch(/being deleted/);
    expect(resumeRefusal(make('apps', 'Deployment'))).toMatch(/does not know/);
  });
});

describe('releaseRefusal', () => {
  it('lets a HelmRelease through that can be reconciled, and no other', () => {
    const release = (spec: object) =>
      make('helm.toolkit.fluxcd.io', 'HelmRelease', { spec });
    expect(releaseRefusal(release({}))).toBeUndefined();
    expect(releaseRefusal(release({ suspend: true }))).toMatch(/Resume it/);
    expect(releaseRefusal(app())).toMatch(/only a HelmRelease/);
  });
});
