import { KubernetesError } from '../kubernetes/KubernetesError';
import { toFailure } from './toFailure';

describe('toFailure', () => {
  it.each([
    ['not-found', 'gone'],
    ['forbidden', 'refused'],
    ['unauthorized', 'unreachable'],
    ['timeout', 'unreachable'],
    ['rate-limited', 'unreachable'],
  ] as const)('takes %s for %s', (reason, outcome) => {
    const error = new KubernetesError('it said no', { reason });
    expect(toFailure(error).outcome).toBe(outcome);
  });

  it('quotes what was said without its credentials', () => {
    const { message } = toFailure(
      new KubernetesError('no, token=abcdefghijkl', { reason: 'forbidden' }),
    );
    expect(message).toBe('no, token=***');
  });
});
