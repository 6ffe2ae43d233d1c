import {
  operationOutcomeSchema,
  operationTypeSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { englishT } from '../resources/__testUtils__/englishT';
import { anOperation, aStep } from '../resources/__testUtils__/fixtures';
import { operationHeadline } from './operationHeadline';
import { operationView } from './operationView';

const t = englishT();
const view = (...args: Parameters<typeof anOperation>) =>
  operationView(anOperation(...args), 'r-cart')!;

describe('operationView', () => {
  it('names the step that is awaited while it runs', () => {
    const running = view({
      steps: [
        aStep({ kind: 'HelmRepository', name: 'charts', state: 'succeeded' }),
        aStep({ kind: 'HelmChart', name: 'shop-cart', state: 'running' }),
        aStep({ state: 'pending' }),
      ],
    });
    expect(running).toMatchObject({ running: true, tone: 'info' });
    expect(running.steps.map(s => [s.role, s.state])).toEqual([
      ['source', 'succeeded'],
      ['chart', 'running'],
      ['target', 'pending'],
    ]);
    expect(operationHeadline(running, t)).toBe(
      'Reconciling HelmChart shop-cart',
    );
  });

  it('says that it has only just begun when no step runs yet', () => {
    const pending = view({ state: 'pending', steps: [] });
    expect(operationHeadline(pending, t)).toBe('Sending the request');
  });

  it('shows steps that never had their turn as left out', () => {
    const ended = view({
      state: 'failed',
      outcome: 'source-failed',
      steps: [
        aStep({ kind: 'GitRepository', name: 'app', state: 'failed' }),
        aStep({ state: 'pending' }),
      ],
    });
    expect(ended.steps.map(s => s.state)).toEqual(['failed', 'skipped']);
  });

  it('names the revision of the target, not of its source', () => {
    const ended = view({
      state: 'succeeded',
      outcome: 'ready',
      steps: [
        aStep({ kind: 'GitRepository', name: 'app', revision: 'other' }),
        aStep({ state: 'succeeded', revision: 'main@sha1:abc' }),
      ],
    });
    expect(ended).toMatchObject({ running: false, tone: 'success' });
    expect(operationHeadline(ended, t)).toBe(
      'Reconciled: ready at revision main@sha1:abc',
    );
  });

  it.each([
    ['ready', 'success', /it is ready$/],
    ['done', 'success', /^Reconciled$/],
    ['undone', 'warning', /does not show what was asked for/],
    ['failed', 'danger', /Flux waits for a change/],
    ['retrying', 'warning', /Flux tries again by itself/],
    ['waiting', 'warning', /waits for a dependency/],
    ['source-failed', 'danger', /the target was left alone/],
    ['suspended', 'warning', /resume it first/],
    ['gone', 'danger', /deleted or replaced/],
    ['timed-out', 'warning', /Nothing conclusive/],
    ['refused', 'danger', /refused the request/],
    ['unreachable', 'danger', /did not answer/],
    ['interrupted', 'warning', /may or may not have happened/],
  ] as const)('says %s in words', (outcome, tone, words) => {
    const ended = view({ state: 'failed', outcome });
    expect(ended.tone).toBe(tone);
    expect(operationHeadline(ended, t)).toMatch(words);
  });

  it.each([
    ['suspend', 'succeeded', 'done', 'success', 'Suspended'],
    ['suspend', 'skipped', 'suspended', 'info', 'It was suspended already'],
    ['resume', 'succeeded', 'ready', 'success', 'Resumed: it is ready'],
    ['resume', 'succeeded', 'done', 'success', 'Resumed'],
  ] as const)(
    'says how a %s that %s as %s ended',
    (type, state, outcome, tone, words) => {
      const ended = operationView(
        anOperation({ state, outcome }, { type }),
        'r-cart',
      )!;
      expect(ended.tone).toBe(tone);
      expect(operationHeadline(ended, t)).toBe(words);
    },
  );

  it('has words for every type of the contract while it runs', () => {
    for (const type of operationTypeSchema.options) {
      const running = operationView(anOperation({}, { type }), 'r-cart')!;
      expect(operationHeadline(running, t)).toMatch(/Kustomization cart$/);
    }
  });

  it('has words for every outcome of the contract', () => {
    for (const outcome of operationOutcomeSchema.options) {
      const sentence = operationHeadline(view({ state: 'failed', outcome }), t);
      expect(sentence).not.toContain('operations.');
    }
  });

  it.each([
    ['of its own', 'gave up after 5 min', 'gave up after 5 min'],
    ['that a step said already', 'build failed', undefined],
  ])('shows a message %s', (_, message, shown) => {
    const steps = [aStep({ state: 'failed', message: 'build failed' })];
    const ended = view({ state: 'failed', outcome: 'failed', message, steps });
    expect(ended.message).toBe(shown);
  });

  it('does not invent an outcome', () => {
    const ended = view({ state: 'unknown', outcome: undefined });
    expect(operationHeadline(ended, t)).toBe('The outcome is not known');
    expect(ended.tone).toBe('warning');
  });

  it('knows when an operation is about something else', () => {
    expect(operationView(anOperation(), 'r-other')).toBeUndefined();
  });
});
