import { readSuspension } from './readSuspension';

const make = (
  annotations: Record<string, string>,
  spec: Record<string, unknown> = { suspend: true },
) => ({
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'podinfo', namespace: 'apps', annotations },
  spec,
});

describe('readSuspension', () => {
  it('reads who, why and when', () => {
    expect(
      readSuspension(
        make({
          'backstage.fluxcd.io/suspendedBy': 'user:default/ada',
          'backstage.fluxcd.io/suspendedReason': 'disk is full',
          'backstage.fluxcd.io/suspendedAt': '2026-11-20T08:00:00Z',
        }),
      ),
    ).toEqual({
      by: 'user:default/ada',
      reason: 'disk is full',
      at: expect.stringMatching(/^2026-11-20T08:00:00/),
    });
  });

  it.each([
    ['fluxcd.controlplane.io/suspendedBy', 'by'],
    ['metadata.weave.works/suspended-by', 'by'],
    ['weave.works/suspended-by', 'by'],
    ['metadata.weave.works/suspended-comment', 'reason'],
  ])('reads %s of other tools', (annotation, field) => {
    expect(readSuspension(make({ [annotation]: 'x' }))).toMatchObject({
      [field]: 'x',
    });
  });

  it('does not believe what is left of an earlier suspension', () => {
    const left = make({ 'backstage.fluxcd.io/suspendedBy': 'ada' }, {});
    expect(readSuspension(left)).toBeUndefined();
  });

  it('leaves open what nobody wrote down', () => {
    expect(readSuspension(make({}))).toEqual({});
  });
});
