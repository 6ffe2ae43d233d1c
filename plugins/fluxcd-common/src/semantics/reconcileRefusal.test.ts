import { FLUX_KINDS } from './kinds';
import { reconcileRefusal } from './reconcileRefusal';

const make = (group: string, kind: string, parts: object = {}) => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: { name: 'podinfo', namespace: 'apps' },
  ...parts,
});

describe('reconcileRefusal', () => {
  it('lets every reconcilable kind through, and no other', () => {
    for (const { group, kind, reconcilable } of FLUX_KINDS) {
      expect([kind, reconcileRefusal(make(group, kind)) === undefined]).toEqual(
        [kind, reconcilable],
      );
    }
  });

  it('refuses a suspended object and says how to resume it', () => {
    expect(
      reconcileRefusal(
        make('kustomize.toolkit.fluxcd.io', 'Kustomization', {
          spec: { suspend: true },
        }),
      ),
    ).toBe(
      'Kustomization apps/podinfo is suspended: Flux would not reconcile it. Resume it first, by setting spec.suspend to false.',
    );
  });

  it('names the annotation where that is what suspends', () => {
    expect(
      reconcileRefusal(
        make('fluxcd.controlplane.io', 'ResourceSet', {
          metadata: {
            name: 'podinfo',
            namespace: 'apps',
            annotations: { 'fluxcd.controlplane.io/reconcile': 'disabled' },
          },
        }),
      ),
    ).toContain('fluxcd.controlplane.io/reconcile');
  });

  it('refuses a HelmRepository of type oci and names what to reconcile instead', () => {
    const group = 'source.toolkit.fluxcd.io';
    expect(
      reconcileRefusal(
        make(group, 'HelmRepository', { spec: { type: 'oci' } }),
      ),
    ).toContain('Reconcile the HelmRelease instead');
    expect(
      reconcileRefusal(
        make(group, 'HelmRepository', { spec: { type: 'default' } }),
      ),
    ).toBeUndefined();
  });

  it('refuses what is being deleted, and kinds of other people', () => {
    expect(
      reconcileRefusal({
        ...make('kustomize.toolkit.fluxcd.io', 'Kustomization'),
        metadata: { name: 'x', deletionTimestamp: '2026-01-01T00:00:00Z' },
      }),
    ).toContain('being deleted');
    expect(
      reconcileRefusal(make('kustomize.example.com', 'Kustomization')),
    ).toContain('does not know');
  });
});
