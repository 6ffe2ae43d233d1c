import { ManualClock } from '../__testUtils__/ManualClock';
import { systemClock } from './Clock';
import type { CollectionReader, WatchBatch } from './CollectionReader';
import { watchOnce } from './watchOnce';

async function* silence(): AsyncGenerator<Buffer> {
  await new Promise(() => {});
}

async function* bytes(): AsyncGenerator<Buffer> {
  for (;;) yield Buffer.from('{}\n');
}

function watch(
  reader: Partial<CollectionReader<string>>,
  chunks: AsyncIterable<Buffer>,
) {
  const abort = new AbortController();
  const end = watchOnce({
    chunks,
    reader: reader as CollectionReader<string>,
    resourceVersion: '1',
    timeoutSeconds: 300,
    clock: systemClock,
    abort,
    onBatch: () => {},
    onContact: () => {},
  });
  return { abort, end };
}

describe('watchOnce', () => {
  it('ends as lost when the reader says so before anything is read', async () => {
    const end = { type: 'lost' as const, message: 'The reader died' };
    const { abort, end: ended } = watch(
      {
        beginWatch(_, onBatch: (batch: WatchBatch<string>) => void) {
          onBatch({ events: 0, changes: [], end });
          return { push: () => undefined, end: async () => {} };
        },
      },
      silence(),
    );
    await expect(ended).resolves.toEqual(end);
    expect(abort.signal.aborted).toBe(true);
  });

  it('reads nothing more of a watch that was dropped while it was held back', async () => {
    let pushed = 0;
    let admit = () => {};
    const { abort, end } = watch(
      {
        beginWatch: () => ({
          push() {
            pushed += 1;
            return new Promise<void>(resolve => (admit = resolve));
          },
          end: async () => {},
        }),
      },
      bytes(),
    );
    await new Promise(resolve => setTimeout(resolve, 20));
    abort.abort();
    admit();
    await expect(end).resolves.toEqual({ type: 'ended' });
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(pushed).toBe(1);
  });

  it('hands its reader nothing that comes while what came before the end is still being read', async () => {
    const clock = new ManualClock();
    const pushed: string[] = [];
    let arrive = (_: Buffer) => {};
    let finish = () => {};
    async function* late(): AsyncGenerator<Buffer> {
      yield Buffer.from('before');
      yield await new Promise<Buffer>(resolve => (arrive = resolve));
    }
    const ended = watchOnce({
      chunks: late(),
      reader: {
        beginWatch: () => ({
          push: (chunk: Buffer) => void pushed.push(String(chunk)),
          end: () => new Promise<void>(resolve => (finish = resolve)),
        }),
      } as unknown as CollectionReader<string>,
      resourceVersion: '1',
      timeoutSeconds: 10,
      clock,
      abort: new AbortController(),
      onBatch: () => {},
      onContact: () => {},
    });
    await new Promise(resolve => setTimeout(resolve, 20));
    // The server is late with ending the stream, and the reader with reading it.
    await clock.advance(15_000);
    arrive(Buffer.from('after'));
    await new Promise(resolve => setTimeout(resolve, 20));
    finish();
    await expect(ended).resolves.toEqual({ type: 'ended' });
    expect(pushed).toEqual(['before']);
  });
});
