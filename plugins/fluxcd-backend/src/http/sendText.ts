import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** A stream outlives neither the permission nor the sign-in of its reader by more than this. Milliseconds. */
const RECHECK_MS = 30_000;

/**
 * Sends text as it arrives, and asks for more only when the reader has taken what there is. When it breaks off, the
 * connection is cut, so that the reader can tell an end from a failure.
 */
export async function sendText(
  res: Response,
  text: AsyncIterable<string>,
  options: {
    type: string;
    /** Ends the text, and what it is made of. */
    ended: AbortController;
    /** Rejects when the reader may not read on. */
    check: () => Promise<void>;
    recheckMs?: number;
  },
): Promise<void> {
  const { type, ended, check, recheckMs = RECHECK_MS } = options;
  res.setHeader('Content-Type', `${type}; charset=utf-8`);
  // Whatever compresses holds lines back until there are enough of them.
  res.setHeader('Cache-Control', 'no-store, no-transform');
  res.setHeader('X-Accel-Buffering', 'no');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.flushHeaders();
  const recheck = () => void check().catch(() => ended.abort());
  const timer = setInterval(recheck, recheckMs);
  const { signal } = ended;
  let broken: { error: unknown } | undefined;
  const source = async function* source() {
    try {
      yield* text;
    } catch (error) {
      // Noted here: to cut the connection aborts `ended` as well, just as a reader does who goes.
      if (!signal.aborted) broken = { error };
      throw error;
    }
  };
  try {
    await pipeline(Readable.from(source()), res, { signal });
  } catch {
    // The reader has gone, or must go, and nobody is left to be told; unless the text itself broke off.
    if (broken) throw broken.error;
  } finally {
    clearInterval(timer);
  }
}
