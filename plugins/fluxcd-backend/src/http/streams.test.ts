import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import { startRouter, userHeaders } from '../__testUtils__/startRouter';
import { waitUntil } from '../__testUtils__/waitUntil';
import { sendText } from './sendText';
import { StreamSlots } from './StreamSlots';

const PATH = '/api/fluxcd/v1/resources/r1/logs?namespace=shop&pod=cart-1';

async function* pieces(...texts: string[]) {
  yield* texts;
}

/** One line, and then nothing until it is ended. */
async function* waiting(signal: AbortSignal) {
  yield 'a\n';
  await sleep(600_000, undefined, { signal });
}

describe('a route that streams', () => {
  /** What the handler was given last: whether its reader is still there. */
  let ended: AbortSignal | undefined;

  it('answers with plain text that nobody stores or compresses', async () => {
    const { api } = await startRouter({ answer: () => pieces('a\n', 'b\n') });
    const response = await api.get(PATH).set(userHeaders);
    expect(response.status).toBe(200);
    expect(response.text).toBe('a\nb\n');
    expect(response.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
  });

  /** A log that goes on until it is ended, as a reader gets it. */
  async function follow(
    permissions?: ReturnType<typeof mockServices.permissions.mock>,
  ) {
    const { backend } = await startRouter({
      answer: (_name, _input, _actor, signal) => {
        ended = signal;
        return waiting(signal);
      },
      permissions,
    });
    const reader = new AbortController();
    const response = await fetch(
      `http://localhost:${backend.server.port()}${PATH}`,
      {
        headers: userHeaders,
        signal: AbortSignal.any([reader.signal, AbortSignal.timeout(10_000)]),
      },
    );
    return { response, reader };
  }

  it('ends what it is made of when the reader goes', async () => {
    const { reader } = await follow();
    expect(ended?.aborted).toBe(false);
    reader.abort();
    await waitUntil(async () => expect(ended?.aborted).toBe(true), 5_000);
  });

  it('asks every half minute whether the reader still has the permission', async () => {
    let result: AuthorizeResult.ALLOW | AuthorizeResult.DENY =
      AuthorizeResult.ALLOW;
    const intervals = jest.spyOn(globalThis, 'setInterval');
    const { response } = await follow(
      mockServices.permissions.mock({
        authorize: async asked => asked.map(() => ({ result })),
      }),
    );
    const [recheck] = intervals.mock.calls.find(([, ms]) => ms === 30_000)!;
    intervals.mockRestore();
    const text = response.text();
    recheck();
    await sleep(100);
    expect(ended?.aborted).toBe(false);
    result = AuthorizeResult.DENY;
    recheck();
    await expect(text).rejects.toThrow('terminated');
    expect(ended?.aborted).toBe(true);
  });

  it('is audited, and needs its own permission', async () => {
    const auditor = mockServices.auditor.mock();
    const permissions = mockServices.permissions.mock({
      authorize: async asked =>
        asked.map(({ permission }) => ({
          result:
            permission.name === 'fluxcd.workload.logs'
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
        })),
    });
    const answer = jest.fn();
    const { api } = await startRouter({ answer, auditor, permissions });
    expect((await api.get(PATH).set(userHeaders)).status).toBe(403);
    expect(answer).not.toHaveBeenCalled();
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId: 'pod-logs' }),
    );
  });

  it('is closed while permissions are off', async () => {
    const { api } = await startRouter({
      answer: () => pieces('a'),
      config: {},
    });
    expect((await api.get(PATH).set(userHeaders)).status).toBe(403);
  });

  it.each([
    ['namespace=..&pod=a', 'namespace'],
    ['namespace=a&pod=a%2Fb', 'pod'],
    ['namespace=a&pod=b..c', 'pod'],
    ['namespace=a&pod=b&container=../x', 'container'],
    ['namespace=a&pod=b&tailLines=0', 'tailLines'],
    ['namespace=a&pod=b&tailLines=5001', 'tailLines'],
    ['namespace=a&pod=b&tailLines=all', 'tailLines'],
    ['namespace=a&pod=b&sinceSeconds=NaN', 'sinceSeconds'],
    ['namespace=a&pod=b&previous=maybe', 'previous'],
    ['namespace=a&pod=b&timestamps=true', 'timestamps'],
  ])('refuses %s', async (query, field) => {
    const answer = jest.fn();
    const { api } = await startRouter({ answer });
    const response = await api
      .get(`/api/fluxcd/v1/resources/r1/logs?${query}`)
      .set(userHeaders);
    expect(response.status).toBe(400);
    expect(response.body.error.message).toContain(field);
    expect(answer).not.toHaveBeenCalled();
  });
});

describe('sendText', () => {
  async function serve(
    text: (signal: AbortSignal) => AsyncIterable<string>,
    check: () => Promise<void> = async () => {},
  ) {
    const ended = new AbortController();
    const app = express();
    const finished: Promise<unknown>[] = [];
    app.get('/', (_req, res) => {
      res.once('close', () => ended.abort());
      const sending = sendText(res, text(ended.signal), {
        type: 'text/plain',
        ended,
        check,
        recheckMs: 20,
      });
      finished.push(sending.catch(error => error));
    });
    const server = app.listen(0);
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    return { url, ended, finished, close: () => server.close() };
  }

  it('takes no more than the reader does, and ends the source when the reader goes', async () => {
    let sent = 0;
    const chunk = 'x'.repeat(64 * 1024);
    const served = await serve(async function* endless(signal) {
      for (; !signal.aborted; sent++) {
        await sleep(0);
        yield chunk;
      }
    });
    const reader = new AbortController();
    const response = await fetch(served.url, { signal: reader.signal });
    expect(response.status).toBe(200);
    // Nobody reads: what is in flight fills the buffers of the sockets, and then it stands still.
    await waitUntil(async () => {
      const before = sent;
      await sleep(300);
      expect([sent > 0, sent]).toEqual([true, before]);
    });
    reader.abort();
    await waitUntil(async () => expect(served.ended.signal.aborted).toBe(true));
    expect(await served.finished[0]).toBeUndefined();
    served.close();
  });

  it('ends when the reader may no longer read', async () => {
    let allowed = true;
    const served = await serve(waiting, async () => {
      if (!allowed) throw new Error('revoked');
    });
    const response = await fetch(served.url);
    allowed = false;
    await expect(response.text()).rejects.toThrow();
    expect(served.ended.signal.aborted).toBe(true);
    served.close();
  });

  it('cuts off a reader who must go, though the source does not listen', async () => {
    const served = await serve(
      async function* deaf() {
        for (let i = 0; i < 500; i++) {
          yield 'a\n';
          await sleep(10);
        }
      },
      async () => {
        throw new Error('revoked');
      },
    );
    const response = await fetch(served.url);
    await expect(response.text()).rejects.toThrow('terminated');
    served.close();
  });

  it('answers before the first text comes', async () => {
    const served = await serve(async function* silent(signal) {
      await sleep(600_000, undefined, { signal });
    });
    const signal = AbortSignal.timeout(5_000);
    const response = await fetch(served.url, { signal });
    expect(response.status).toBe(200);
    served.ended.abort();
    served.close();
  });

  it('asks no more when it has ended', async () => {
    const check = jest.fn(async () => {});
    const served = await serve(() => pieces('a\n'), check);
    await (await fetch(served.url)).text();
    await served.finished[0];
    const asked = check.mock.calls.length;
    await sleep(100);
    expect(check).toHaveBeenCalledTimes(asked);
    served.close();
  });

  it('cuts the connection when the source breaks off, so that it looks like no end', async () => {
    const served = await serve(async function* breaking() {
      yield 'a\n';
      await sleep(20);
      throw new Error('broken');
    });
    const response = await fetch(served.url);
    await expect(response.text()).rejects.toThrow();
    expect(await served.finished[0]).toMatchObject({ message: 'broken' });
    served.close();
  });
});

describe('StreamSlots', () => {
  it('gives ten places to a user, and the next when one is free again', () => {
    const slots = new StreamSlots();
    const open = Array.from({ length: 10 }, () => new AbortController());
    for (const { signal } of open) slots.take('user:default/a', signal);
    const next = new AbortController().signal;
    expect(() => slots.take('user:default/a', next)).toThrow('Too many logs');
    slots.take('user:default/b', new AbortController().signal);
    open[3].abort();
    expect(() => slots.take('user:default/a', next)).not.toThrow();
  });

  it('gives none to who has gone already, and all ten again to who closed all', () => {
    const slots = new StreamSlots();
    const take = (signal: AbortSignal) => slots.take('user:default/a', signal);
    for (let i = 0; i < 10; i++) {
      expect(() => take(AbortSignal.abort())).toThrow();
      const closed = new AbortController();
      take(closed.signal);
      closed.abort();
    }
    for (let i = 0; i < 10; i++) {
      expect(() => take(new AbortController().signal)).not.toThrow();
    }
  });

  it('gives fifty in all', () => {
    const slots = new StreamSlots();
    for (let i = 0; i < 50; i++) {
      slots.take(`user:default/u${i}`, new AbortController().signal);
    }
    expect(() =>
      slots.take('user:default/last', new AbortController().signal),
    ).toThrow(expect.objectContaining({ statusCode: 429 }));
  });
});
