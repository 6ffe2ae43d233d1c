import {
  findFluxKind,
  type FluxKind,
  type FluxObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import fc from 'fast-check';
import { kustomizationAt, linesOf } from '../../__testUtils__/reconciliation';
import { projectResource } from '../projectResource';
import { peekEvent } from './peekEvent';

const kind = findFluxKind(
  'kustomize.toolkit.fluxcd.io',
  'Kustomization',
) as FluxKind;
const rowOf = (object: FluxObject) =>
  projectResource({ clusterId: 'c1', kind, version: 'v1', object });

/** As API servers write it: keys sorted. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, v]) => [key, sorted(v)]));
}
const lineOf = (object: unknown, type?: string) =>
  linesOf({ type, object: sorted(object) });

/** Texts that look like what is looked for. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '"resourceVersion":"9"',
    '"name":"x","namespace":"y","resourceVersion":"1","uid":"u"',
    '"managedFields":[',
    '],"name":"',
    '"status":{"conditions":[{"status":"Unknown","type":"Ready"}]',
    '"}]',
    '"lastTransitionTime":"2026-11-20T08:00:00Z"',
  ),
);
const time = fc
  .tuple(fc.integer({ min: 8, max: 9 }), fc.integer({ min: 10, max: 12 }))
  .map(([hour, minute]) => `0${hour}:${minute}:00`);
const look = fc.record({
  version: fc.integer({ min: 1, max: 3 }),
  at: time,
  state: fc.constantFrom('ready', 'progressing', 'failed', 'retrying' as const),
  message: fc.oneof(nasty, fc.constant('same')),
  revision: fc.constantFrom('r1', 'r2'),
  applied: fc.subarray(['a', 'b']),
  handledRequest: fc.constantFrom(undefined, '08:00', '08:01'),
});
/** Changes that the look does not know. */
const twist = fc.constantFrom<(object: any) => void>(
  () => {},
  object => (object.spec.suspend = true),
  object => (object.metadata.deletionTimestamp = '2026-11-20T09:00:00Z'),
  object => (object.metadata.annotations = { a: '"}]', b: '"suspend":true' }),
  object => (object.metadata.labels = { name: 'x', resourceVersion: '1' }),
  object => (object.metadata.labels['backstage.io/kubernetes-id'] = 'web'),
  object => (object.metadata.ownerReferences = [{ name: 'o', uid: 'p' }]),
  object => delete object.metadata.managedFields,
  object => (object.metadata.uid = 'another'),
  object => (object.metadata.generation = 2),
  object => (object.spec.path = '"totalReconciliations":7'),
  object => object.status.conditions.push({ type: 'Stalled', status: 'True' }),
  object => (object.status.history[0].digest = 'sha256:2'),
  object => (object.status.history[0].totalReconciliations = 99),
  object => (object.status.history[0].lastReconciledDuration = '9s'),
  object => delete object.status,
);
const object = fc.tuple(look, twist).map(([of, change]) => {
  const made = kustomizationAt('web', of as object);
  change(made);
  return made;
});

describe('peekEvent', () => {
  it('never says anything else than the whole event does', () => {
    fc.assert(
      fc.property(object, made => {
        const peeked = peekEvent(lineOf(made));
        if (!peeked) return;
        expect(peeked.name).toBe('apps/web');
        expect(peeked.resourceVersion).toBe(made.metadata.resourceVersion);
        expect(!peeked.passing || rowOf(made).status === 'progressing').toBe(
          true,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('has the same fingerprint of no two events of which projection makes different rows', () => {
    fc.assert(
      fc.property(object, object, (one, other) => {
        const [a, b] = [one, other].map(made => peekEvent(lineOf(made)));
        if (!a || !b) return;
        if (String(a.fingerprint()) !== String(b.fingerprint())) return;
        expect(rowOf(one).row_digest).toBe(rowOf(other).row_digest);
        expect(rowOf(one).inventory_digest).toBe(rowOf(other).inventory_digest);
      }),
      { numRuns: 5000 },
    );
  });

  it('sees through what every reconciliation moves', () => {
    const at = (version: number, clock: string) =>
      peekEvent(lineOf(kustomizationAt('web', { version, at: clock })));
    expect(at(7, '08:59:59')?.fingerprint()).toEqual(
      at(123, '08:00:01')?.fingerprint(),
    );
    expect(at(7, '09:00:00')?.fingerprint()).not.toEqual(
      at(7, '08:59:59')?.fingerprint(),
    );
  });

  it('knows a reconciliation that goes on', () => {
    const made = kustomizationAt('web', { state: 'progressing' });
    expect(peekEvent(lineOf(made))?.passing).toBe(true);
    expect(peekEvent(lineOf(kustomizationAt('web')))?.passing).toBe(false);
  });

  it.each(['ADDED', 'DELETED', 'BOOKMARK', 'ERROR'])(
    'leaves %s to the parser',
    type => {
      expect(peekEvent(lineOf(kustomizationAt('web'), type))).toBeUndefined();
    },
  );

  it('leaves to the parser what no API server writes', () => {
    const text = JSON.stringify(
      { type: 'MODIFIED', object: kustomizationAt('web') },
      undefined,
      1,
    );
    expect(peekEvent(Buffer.from(text.replaceAll('\n', '')))).toBeUndefined();
    expect(peekEvent(Buffer.from('{"type":"MODIFIED","object":{'))).toBe(
      undefined,
    );
  });
});
