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
});
