import { FLUX_KINDS } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ListingRound } from './ListingRound';

const [ONE, TWO] = FLUX_KINDS;

/** A round that somebody waits for. */
function setup(prepare: (round: ListingRound) => void = () => {}) {
  const round = new ListingRound();
  prepare(round);
  const stop = new AbortController();
  let state: unknown = 'waiting';
  round.end(stop.signal).then(
    () => (state = 'ended'),
    error => (state = error),
  );
  const settled = async () => {
    await new Promise(resolve => setImmediate(resolve));
    return state;
  };
  return { round, stop, settled };
}

describe('ListingRound', () => {
  it('ends when every kind that discovery named has answered', async () => {
    const { round, settled } = setup();
    expect(await settled()).toBe('waiting');
    round.expect([ONE, TWO]);
    round.answered(ONE);
    expect(await settled()).toBe('waiting');
    round.answered(TWO);
    expect(await settled()).toBe('ended');
  });

  it('ends when discovery names what has answered before', async () => {
    const { round, settled } = setup();
    round.answered(ONE);
    expect(await settled()).toBe('waiting');
    round.expect([ONE]);
    expect(await settled()).toBe('ended');
  });

  it('does not take the end of the round before for its own', async () => {
    const { round, settled } = setup(before => {
      before.expect([ONE]);
      before.answered(ONE);
      before.begin();
    });
    expect(await settled()).toBe('waiting');
    round.expect([ONE]);
    expect(await settled()).toBe('ended');
  });

  it('waits for the new answer of a kind that was begun anew', async () => {
    const { round, settled } = setup(before => {
      before.answered(ONE);
      before.started(ONE);
      before.expect([ONE]);
    });
    expect(await settled()).toBe('waiting');
    round.answered(ONE);
    expect(await settled()).toBe('ended');
  });

  it('fails as soon as the cluster as a whole is the trouble', async () => {
    const { round, settled } = setup();
    round.obstruct({ reason: 'tls', message: 'The certificate has expired.' });
    expect(await settled()).toMatchObject({
      name: 'KubernetesError',
      reason: 'tls',
      message: 'The certificate has expired.',
    });
  });

  it('fails when its time is up', async () => {
    const { stop, settled } = setup();
    stop.abort();
    expect(await settled()).toMatchObject({
      name: 'KubernetesError',
      reason: 'timeout',
    });
  });
});
