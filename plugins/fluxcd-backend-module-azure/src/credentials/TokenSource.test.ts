import type { AccessToken } from '@azure/identity';
import { TokenSource } from './TokenSource';

const MINUTE = 60_000;

/** An identity platform that answers when it is told to, at a time that stands still. */
function setup() {
  const time = { now: 1_000_000_000 };
  const asked: { claims?: string; enableCae?: boolean }[] = [];
  let credentials = 0;
  const token = (lifetime: number): AccessToken => ({
    token: `token-${asked.length}`,
    expiresOnTimestamp: time.now + lifetime,
  });
  let answer: () => Promise<AccessToken> = async () => token(60 * MINUTE);
  const source = new TokenSource({
    createCredential: () => {
      credentials++;
      return {
        getToken: async (_scope, options) => {
          asked.push(options as (typeof asked)[number]);
          return answer();
        },
      };
    },
    scope: 'aks/.default',
    enableCae: false,
    now: () => time.now,
  });
  return {
    source,
    time,
    asked,
    token,
    credentials: () => credentials,
    answer: (next: () => Promise<AccessToken>) => {
      answer = next;
    },
    get: async () => (await source.get()).token,
  };
}

const settle = () => new Promise(resolve => setImmediate(resolve));

describe('TokenSource', () => {
  it('makes one request for all who ask at once, and none while the token holds', async () => {
    const { get, asked, time } = setup();
    const tokens = await Promise.all(Array.from({ length: 500 }, get));
    expect(new Set(tokens)).toEqual(new Set(['token-1']));
    time.now += 55 * MINUTE;
    expect(await get()).toBe('token-1');
    expect(asked).toEqual([{ enableCae: false }]);
  });

  it('renews ahead of the end, while everybody goes on with the token that holds', async () => {
    const { get, asked, time } = setup();
    await get();
    time.now += 57 * MINUTE;
    expect(await Promise.all([get(), get()])).toEqual(['token-1', 'token-1']);
    await settle();
    expect(await get()).toBe('token-2');
    expect(asked).toHaveLength(2);
  });

  it('renews when Entra says so', async () => {
    const { source, answer, token, time, asked } = setup();
    answer(async () => ({
      ...token(24 * 60 * MINUTE),
      refreshAfterTimestamp: time.now + 12 * 60 * MINUTE,
    }));
    await source.get();
    time.now += 11 * 60 * MINUTE;
    await source.get();
    expect(asked).toHaveLength(1);
    time.now += 2 * 60 * MINUTE;
    await source.get();
    await settle();
    expect(asked).toHaveLength(2);
  });

  it('goes on with a token that holds while renewals fail, trying twice a minute, and rejects behind nobody’s back', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const { get, answer, asked, time } = setup();
    await get();
    answer(async () => {
      throw new Error('down');
    });
    time.now += 57 * MINUTE;
    for (let i = 0; i < 20; i++) {
      expect(await get()).toBe('token-1');
      await settle();
      time.now += 5_000;
    }
    expect(asked).toHaveLength(1 + 4);
    time.now += 5 * MINUTE;
    await expect(get()).rejects.toThrow('down');
    await settle();
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('answers with a failure for five seconds, then recovers with a new credential', async () => {
    const { get, answer, asked, token, time, credentials } = setup();
    answer(async () => {
      throw new Error('down');
    });
    const results = await Promise.allSettled([get(), get(), get()]);
    expect(results.map(({ status }) => status)).toEqual(
      Array(3).fill('rejected'),
    );
    await expect(get()).rejects.toThrow('down');
    expect(asked).toHaveLength(1);

    answer(async () => token(60 * MINUTE));
    time.now += 5_000;
    expect(await get()).toBe('token-2');
    expect(credentials()).toBe(2);
  });

  it('never hands out a token that is at its end', async () => {
    const { get, answer, token, time } = setup();
    answer(async () => token(10_000));
    expect(await get()).toBe('token-1');
    time.now += 7_600;
    expect(await get()).toBe('token-2');
  });

  it('replaces a refused token and its credential, but no young one, and none that is not the current one', async () => {
    const { source, get, time, credentials } = setup();
    source.refuse('token-0');
    await get();
    source.refuse('token-1');
    expect(await get()).toBe('token-1');
    time.now += 31_000;
    source.refuse('token-0');
    expect(await get()).toBe('token-1');
    source.refuse('token-1');
    expect(await get()).toBe('token-2');
    expect(credentials()).toBe(2);
    source.refuse('token-2');
    expect(await get()).toBe('token-2');
  });

  it('asks with the claims of a challenge, past the token that is held', async () => {
    const { source, asked } = setup();
    await source.get();
    expect((await source.get('{"nbf":1}')).token).toBe('token-2');
    expect((await source.get()).token).toBe('token-2');
    expect(asked[1]).toEqual({ enableCae: false, claims: '{"nbf":1}' });
  });

  it('gives up waiting for a credential that never answers', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const { get, answer } = setup();
      answer(() => new Promise(() => {}));
      const failure = get().catch(error => error.name);
      await jest.advanceTimersByTimeAsync(45_000);
      expect(await failure).toBe('TimeoutError');
    } finally {
      jest.useRealTimers();
    }
  });
});
