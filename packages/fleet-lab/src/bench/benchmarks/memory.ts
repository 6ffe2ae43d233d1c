import { Program } from '../process/Program';
import { type Goal, judge } from '../report/judge';
import { median } from '../report/statistics';
import type { Benchmark, Size } from './Benchmark';

const SIZES: Record<Size, { count: number; objects: number; rounds: number }> =
  {
    smoke: { count: 5000, objects: 5000, rounds: 3 },
    // Parsed objects are so big that fewer of them show what one weighs.
    full: { count: 1_000_000, objects: 50_000, rounds: 11 },
  };

const BYTES: Goal = {
  id: 'B6-bytes',
  title: 'Memory per resource in the index, 1,000,000 of them',
  unit: 'bytes',
  text: '≤ 250 bytes',
  atMost: 250,
  ifUnmet:
    'Every resource here has a name, a uid, an id and a revision of its own, which alone are 16 + 16 + 20 + about 50 bytes, and two sorted orders, two hash tables and five times come on top. Sharing revisions, as real fleets do, makes it far less.',
};
const GC: Goal = {
  id: 'B6-gc',
  title: 'The same: how much slower other code of the process becomes',
  unit: '×',
  text: 'slowdown ≤ 1.05× (performance.md)',
  atMost: 1.05,
  ifUnmet:
    'The heap itself stays as it is, so what is left is noise of the machine: see how the rounds differ.',
};

interface Kept {
  perResource: number;
  perResourceOnHeap: number;
  perResourceResident: number;
  counted: number;
}

/** B6. */
export const memory: Benchmark = {
  id: 'B6',
  title: 'Memory, and what it does to the garbage collector',
  async run(size, say) {
    const { count, objects, rounds } = SIZES[size];
    const programs = await Promise.all(
      Array.from({ length: 4 }, () =>
        Program.start('memory', { maxHeapMb: 8000 }),
      ),
    );
    const [indexed, rowed, whole, empty] = programs;
    try {
      const [index, rows, parsed] = await Promise.all([
        indexed.call<Kept>('keep', 'index', count),
        rowed.call<Kept>('keep', 'rows', count),
        whole.call<Kept>('keep', 'objects', objects),
      ]);
      await whole.stop();
      const keeps = {
        'the index': index,
        'rows as objects': rows,
        'objects as parsed': parsed,
      };
      for (const [name, kept] of Object.entries(keeps)) {
        say(
          `${name}: ${kept.perResource.toFixed(
            0,
          )} bytes, ${kept.perResourceOnHeap.toFixed(
            0,
          )} of them on the heap; resident ${kept.perResourceResident.toFixed(
            0,
          )}`,
        );
      }
      const took: Record<'indexed' | 'rowed' | 'empty', number[]> = {
        indexed: [],
        rowed: [],
        empty: [],
      };
      // The first ones warm up; then in turns.
      for (const program of [indexed, rowed, empty]) {
        await program.call('read', 3);
      }
      for (let i = 0; i < rounds; i++) {
        took.empty.push(...(await empty.call<number[]>('read', 3)));
        took.indexed.push(...(await indexed.call<number[]>('read', 3)));
        took.rowed.push(...(await rowed.call<number[]>('read', 3)));
      }
      const slowdown = median(took.indexed) / median(took.empty);
      const slowdownOfRows = median(took.rowed) / median(took.empty);
      say(
        `reading 5,000 objects: ${median(took.empty).toFixed(
          0,
        )} ms with nothing kept, ${median(took.indexed).toFixed(
          0,
        )} with the index, ${median(took.rowed).toFixed(0)} with rows`,
      );
      return [
        judge(BYTES, {
          ours: [index.perResource],
          yardstick: [parsed.perResource],
          details: {
            'by the index itself, bytes': index.counted.toFixed(0),
            'on the JavaScript heap, bytes': index.perResourceOnHeap.toFixed(1),
            'resident, bytes': index.perResourceResident.toFixed(0),
            'rows as JavaScript objects, bytes': rows.perResource.toFixed(0),
            'objects as parsed, bytes': parsed.perResource.toFixed(0),
          },
        }),
        judge(GC, {
          ours: [slowdown],
          yardstick: [slowdownOfRows],
          details: {
            'reading 5,000 objects with nothing kept, ms': median(
              took.empty,
            ).toFixed(0),
            'with 1,000,000 resources in the index, ms': median(
              took.indexed,
            ).toFixed(0),
            'with as many rows as JavaScript objects, ms': median(
              took.rowed,
            ).toFixed(0),
          },
        }),
      ];
    } finally {
      await Promise.all(programs.map(program => program.stop()));
    }
  },
};
