import {
  findFluxKind,
  type FluxKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { type KindHealth, summarizeConnection } from './summarizeConnection';

const KUSTOMIZATION = findFluxKind(
  'kustomize.toolkit.fluxcd.io',
  'Kustomization',
) as FluxKind;
const HELM_RELEASE = findFluxKind(
  'helm.toolkit.fluxcd.io',
  'HelmRelease',
) as FluxKind;

function summarize(
  states: Array<[FluxKind, KindHealth]>,
  rest: Partial<Parameters<typeof summarizeConnection>[0]> = {},
) {
  return summarizeConnection({
    previous: 'connected',
    live: true,
    kinds: new Map(states),
    ...rest,
  });
}

const watching: KindHealth = { state: 'watching' };
const unreachable = {
  reason: 'unreachable' as const,
  message: 'It does not answer',
  attempts: 1,
  since: 1_000,
};

describe('summarizeConnection', () => {
  it('is connected when all kinds that are served are watched', () => {
    expect(
      summarize([
        [KUSTOMIZATION, watching],
        [HELM_RELEASE, { state: 'absent' }],
      ]),
    ).toEqual({ state: 'connected' });
  });

  it('is disconnected, and says why, when nothing answers', () => {
    expect(
      summarize([[KUSTOMIZATION, watching]], {
        failure: unreachable,
        live: false,
      }),
    ).toEqual({
      state: 'disconnected',
      reason: 'unreachable',
      message: 'It does not answer',
    });
  });

  it('takes no notice of one failed attempt beside open watches, but of two', () => {
    const states: Array<[FluxKind, KindHealth]> = [[KUSTOMIZATION, watching]];
    expect(summarize(states, { failure: unreachable })).toEqual({
      state: 'connected',
    });
    expect(
      summarize(states, {
        failure: { ...unreachable, attempts: 2 },
        lastContact: 2_000,
      }),
    ).toMatchObject({ state: 'degraded', reason: 'unreachable' });
  });

  it('does not trust open watches that brought nothing since nothing else is answered', () => {
    expect(
      summarize([[KUSTOMIZATION, watching]], {
        failure: { ...unreachable, attempts: 2 },
        lastContact: 500,
      }),
    ).toMatchObject({ state: 'disconnected', reason: 'unreachable' });
  });

  it('is degraded, and names the kinds, when some cannot be read', () => {
    expect(
      summarize([
        [KUSTOMIZATION, watching],
        [
          HELM_RELEASE,
          { state: 'forbidden', reason: 'forbidden', message: 'No right.' },
        ],
      ]),
    ).toEqual({
      state: 'degraded',
      reason: 'forbidden',
      message: 'Cannot be read: HelmRelease. No right.',
    });
  });

  it('is degraded when no Flux kind is installed', () => {
    expect(summarize([[KUSTOMIZATION, { state: 'absent' }]])).toMatchObject({
      state: 'degraded',
      reason: 'flux-missing',
    });
  });

  it('is connecting until every kind was read once', () => {
    const pending: Array<[FluxKind, KindHealth]> = [
      [KUSTOMIZATION, watching],
      [HELM_RELEASE, { state: 'pending' }],
    ];
    expect(summarize([], { previous: 'connecting' })).toEqual({
      state: 'connecting',
    });
    expect(summarize(pending, { previous: 'connecting' })).toEqual({
      state: 'connecting',
    });
    // A kind that was just installed in a connected cluster.
    expect(summarize(pending, { previous: 'connected' })).toEqual({
      state: 'connected',
    });
  });

  it('is disconnected when the server does not tell its kinds and nothing is watched', () => {
    const discoveryFailure = {
      reason: 'forbidden' as const,
      message: 'No right.',
    };
    expect(
      summarize([], { previous: 'connecting', live: false, discoveryFailure }),
    ).toEqual({ state: 'disconnected', ...discoveryFailure });
    expect(
      summarize([[KUSTOMIZATION, watching]], { discoveryFailure }),
    ).toEqual({ state: 'connected' });
  });
});
