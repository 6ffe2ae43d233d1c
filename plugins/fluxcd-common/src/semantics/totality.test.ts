import fc from 'fast-check';
import type { FluxObject } from './FluxObject';
import { FLUX_KINDS } from './kinds';
import * as semantics from '.';

// A loaded machine may need long for many odd objects.
jest.setTimeout(60_000);

const condition = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom('Ready', 'Stalled', 'Reconciling', 'Healthy'),
      fc.anything(),
    ),
    status: fc.oneof(
      fc.constantFrom('True', 'False', 'Unknown'),
      fc.anything(),
    ),
    reason: fc.oneof(
      fc.constantFrom('DependencyNotReady', 'ProgressingWithRetry'),
      fc.anything(),
    ),
    message: fc.anything(),
    observedGeneration: fc.anything(),
    lastTransitionTime: fc.anything(),
  },
  { requiredKeys: [] },
);

/** Objects that look like Flux objects in places and like nothing in others. */
const oddObject = fc.oneof(
  { weight: 1, arbitrary: fc.anything() },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...FLUX_KINDS).chain(({ group, kind }) =>
      fc.record(
        {
          apiVersion: fc.oneof(fc.constant(`${group}/v1`), fc.anything()),
          kind: fc.oneof(fc.constant(kind), fc.anything()),
          metadata: fc.oneof(
            fc.record(
              {
                name: fc.oneof(fc.string(), fc.anything()),
                generation: fc.oneof(fc.integer(), fc.anything()),
                labels: fc.anything(),
                annotations: fc.anything(),
                deletionTimestamp: fc.option(fc.string()),
              },
              { requiredKeys: [] },
            ),
            fc.anything(),
          ),
          spec: fc.oneof(
            fc.record(
              {
                suspend: fc.oneof(fc.boolean(), fc.anything()),
                sourceRef: fc.anything(),
                dependsOn: fc.anything(),
                chart: fc.anything(),
                url: fc.oneof(fc.webUrl(), fc.anything()),
              },
              { requiredKeys: [] },
            ),
            fc.anything(),
          ),
          status: fc.oneof(
            fc.record(
              {
                conditions: fc.oneof(fc.array(condition), fc.anything()),
                observedGeneration: fc.anything(),
                history: fc.oneof(fc.array(fc.anything()), fc.anything()),
                inventory: fc.oneof(
                  fc.record({
                    entries: fc.array(fc.record({ id: fc.string() })),
                  }),
                  fc.array(fc.anything()),
                  fc.anything(),
                ),
                lastHandledReconcileAt: fc.oneof(
                  fc.constant('token'),
                  fc.anything(),
                ),
              },
              { requiredKeys: [] },
            ),
            fc.anything(),
          ),
        },
        { requiredKeys: [] },
      ),
    ),
  },
) as fc.Arbitrary<FluxObject>;

/** Types in an answer, at any depth, other than text, numbers, booleans and what holds them. */
function oddTypes(value: unknown): string[] {
  if (value === null) return ['null'];
  if (typeof value === 'object') return Object.values(value).flatMap(oddTypes);
  return ['string', 'number', 'boolean', 'undefined'].includes(typeof value)
    ? []
    : [typeof value];
}

/** What reads kinds, texts and annotations of the catalog. */
const NOT_OF_OBJECTS = [
  'findFluxKind',
  'parseResourceSelector',
  'readEntitySelectors',
  'shortRevision',
];

describe('the semantics', () => {
  const readers = {
    computeHealth: semantics.computeHealth,
    computeStatus: semantics.computeStatus,
    isSuspended: semantics.isSuspended,
    isStatic: semantics.isStatic,
    parseInventory: semantics.parseInventory,
    readConditions: semantics.readConditions,
    readDependsOn: semantics.readDependsOn,
    readFacts: semantics.readFacts,
    readHistory: semantics.readHistory,
    readRuns: semantics.readRuns,
    readLastReconciledAt: semantics.readLastReconciledAt,
    readParent: semantics.readParent,
    readReverter: semantics.readReverter,
    readRevision: semantics.readRevision,
    readRowFacts: semantics.readRowFacts,
    readSource: semantics.readSource,
    readSuspension: semantics.readSuspension,
    readUrl: semantics.readUrl,
    reconcileChain: semantics.reconcileChain,
    reconcileRefusal: semantics.reconcileRefusal,
    releaseRefusal: semantics.releaseRefusal,
    resumeRefusal: semantics.resumeRefusal,
    suspendRefusal: semantics.suspendRefusal,
    observeReconcile: (object: FluxObject) =>
      semantics.observeReconcile(object, { token: 'token', uid: 'uid' }),
  };

  it('are all put to the test here', () => {
    expect(Object.keys(readers).sort()).toEqual(
      Object.entries(semantics)
        .filter(
          ([name, value]) =>
            typeof value === 'function' && !NOT_OF_OBJECTS.includes(name),
        )
        .map(([name]) => name)
        .sort(),
    );
  });

  it.each(Object.entries(readers))(
    '%s has an answer for any object, and hands on nothing but text, numbers and booleans',
    (_, read) => {
      fc.assert(
        fc.property(oddObject, object => {
          expect(oddTypes(read(object))).toEqual([]);
        }),
        { numRuns: 200 },
      );
    },
  );

  it('let a suspension win over everything but a deletion', () => {
    fc.assert(
      fc.property(
        fc.array(condition),
        fc.anything(),
        (conditions, observed) => {
          const object = {
            apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
            kind: 'Kustomization',
            metadata: { name: 'x', generation: 1 },
            spec: { suspend: true },
            status: { conditions, observedGeneration: observed },
          };
          expect(semantics.computeStatus(object).status).toBe('suspended');
          expect(
            semantics.computeStatus({
              ...object,
              metadata: {
                ...object.metadata,
                deletionTimestamp: '2026-01-01T00:00:00Z',
              },
            }).status,
          ).toBe('deleting');
          expect(semantics.reconcileRefusal(object)).toContain('suspended');
        },
      ),
    );
  });

  it('never see a reconcile end well on a token that is not ours', () => {
    fc.assert(
      fc.property(oddObject, fc.uuid(), (object, token) => {
        const seen = semantics.observeReconcile(object, { token, uid: 'uid' });
        expect(seen.state === 'done' && seen.outcome === 'ready').toBe(false);
      }),
    );
  });

  it('have a rank for every status, worst first', () => {
    const ranks = Object.values(semantics.STATUS_RANK);
    expect(new Set(ranks).size).toBe(ranks.length);
    expect(semantics.STATUS_RANK.failed).toBe(Math.min(...ranks));
    expect(semantics.STATUS_RANK.ready).toBe(Math.max(...ranks));
  });
});
