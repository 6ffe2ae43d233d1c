import { orAborted } from './orAborted';

describe('orAborted', () => {
  it('hears of a failure even when nobody waits any more', async () => {
    const unheard = jest.fn();
    process.on('unhandledRejection', unheard);
    const work = Promise.reject(new Error('too late'));
    await expect(orAborted(work, AbortSignal.abort())).rejects.toThrow();
    await new Promise(resolve => setTimeout(resolve, 20));
    process.off('unhandledRejection', unheard);
    expect(unheard).not.toHaveBeenCalled();
  });
});
