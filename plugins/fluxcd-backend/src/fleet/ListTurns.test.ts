import { ManualClock } from '../__testUtils__/ManualClock';
import { ListTurns } from './ListTurns';

/** A list whose pages come when the test says so. */
function setup() {
  const clock = new ManualClock();
  const turns = new ListTurns({ clock });
  const never = new AbortController().signal;
  const asked: string[] = [];
  const taken: string[] = [];
  const read = (name: string, signal = never) => {
    /** Fulfil what the list waits for: its next page, and that it is written. */
    const fulfil = { page: () => {}, write: () => {} };
    async function* pages() {
      for (const page of [1, 2]) {
        asked.push(`${name}${page}`);
        await new Promise<void>(resolve => {
          fulfil.page = resolve;
        });
        yield `${name}${page}`;
      }
    }
    const done = (async () => {
      for await (const page of turns.pages(pages(), signal)) {
        taken.push(page);
        await new Promise<void>(resolve => {
          fulfil.write = resolve;
        });
      }
    })();
    return {
      done,
      /** The page comes, and is being written. */
      async come() {
        fulfil.page();
        await clock.settle();
      },
      /** The page is written. */
      async write() {
        fulfil.write();
        await clock.settle();
      },
    };
  };
  const readMany = (count: number) =>
    Array.from({ length: count }, (_, i) => read(String.fromCharCode(97 + i)));
  return { clock, turns, asked, taken, read, readMany };
}

describe('ListTurns', () => {
  it('lets sixteen lists be read, and the next one when one of them is at its end', async () => {
    const { clock, asked, taken, readMany } = setup();
    const [a, b] = readMany(18);
    await clock.settle();
    expect(asked.join(' ')).toBe(
      'a1 b1 c1 d1 e1 f1 g1 h1 i1 j1 k1 l1 m1 n1 o1 p1',
    );

    await a.come();
    await b.come();
    await a.write();
    // The first list goes on before another one begins.
    expect(asked.slice(16)).toEqual(['a2']);
    await a.come();
    await a.write();
    await a.done;
    expect(asked.slice(17)).toEqual(['q1']);
    expect(taken).toEqual(['a1', 'b1', 'a2']);
  });

  it('passes the turn of a slow cluster on, and reads it to its end without one', async () => {
    const { clock, asked, taken, readMany } = setup();
    const [slow, b] = readMany(32);
    await clock.advance(4_000);
    await b.come();
    await clock.advance(1_000);
    // Fifteen are slow; who writes is not.
    expect(asked.slice(16)).toHaveLength(15);
    await slow.come();
    await slow.write();
    await slow.come();
    await slow.write();
    await slow.done;
    expect(taken).toEqual(['b1', 'a1', 'a2']);
  });

  it('does not give the same turn back twice', async () => {
    const { clock, asked, read, readMany } = setup();
    const lists = readMany(16);
    await clock.advance(5_000);
    for (const list of lists) {
      await list.come();
      await list.write();
      await list.come();
      await list.write();
      await list.done;
    }
    const next = 'ABCDEFGHIJKLMNOPQR'.split('').map(name => read(name));
    await clock.settle();
    expect(next).toHaveLength(18);
    expect(asked.slice(32)).toHaveLength(16);
  });

  it('gives the turn back when a page fails', async () => {
    const { clock, turns, asked, readMany } = setup();
    readMany(15);
    const failing = (async () => {
      async function* pages() {
        yield 1;
        throw new Error('expired');
      }
      for await (const _ of turns.pages(pages(), AbortSignal.any([])));
    })();
    await expect(failing).rejects.toThrow('expired');
    readMany(1);
    await clock.settle();
    expect(asked).toHaveLength(16);
  });

  it('fails when it is aborted before its turn, and takes nobody else their turn', async () => {
    const { clock, asked, read, readMany } = setup();
    const [a] = readMany(16);
    const abort = new AbortController();
    const aborted = read('x', abort.signal);
    read('y');
    await clock.settle();
    abort.abort();
    await expect(aborted.done).rejects.toThrow('Stopped');
    await expect(read('z', abort.signal).done).rejects.toThrow('Stopped');
    for (let i = 0; i < 2; i += 1) {
      await a.come();
      await a.write();
    }
    expect(asked).toContain('y1');
    expect(asked).not.toContain('x1');
    expect(asked).not.toContain('z1');
  });
});
