import { FleetIndex } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/index/FleetIndex';
import type { IndexedResource } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/index/RowColumns';
import type { FluxResource } from '../objects/FluxResource';
import { makeKustomization } from '../objects/makeKustomization';
import { makeMixed } from '../objects/makeMixed';
import { makeRow } from '../objects/makeRow';
import { Random } from '../objects/Random';
import { answerCalls } from '../process/answerCalls';
import { Meter } from '../process/Meter';

const CHUNK = 5000;
const meter = new Meter();
/** Whatever is kept. */
let index: FleetIndex | undefined;
const rows: IndexedResource[] = [];
const objects: FluxResource[] = [];

/** Bytes in use after a collection: JavaScript objects, and what lies outside of their heap. */
function used(): { heap: number; outside: number; residentMb: number } {
  const residentMb = meter.resident();
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, outside: external, residentMb };
}

answerCalls({
  /** Keeps so many resources in one of three ways; answers what one of them takes, in bytes. */
  keep(way: 'index' | 'rows' | 'objects', count: number) {
    const random = new Random(5);
    const before = used();
    if (way === 'index') index = new FleetIndex();
    for (let start = 0; start < count; start += CHUNK) {
      if (way === 'objects') {
        for (let i = start; i < start + CHUNK; i++) {
          // Parsed, as a client has it: texts of its own.
          objects.push(JSON.parse(JSON.stringify(makeMixed(random, i, i))));
        }
        continue;
      }
      const chunk = Array.from({ length: CHUNK }, (_, i) =>
        makeRow(random, start + i),
      );
      if (way === 'rows') {
        // As they come out of JSON or a database driver, not sharing texts with each other.
        rows.push(...(JSON.parse(JSON.stringify(chunk)) as typeof chunk));
      } else index!.apply(chunk, []);
    }
    const after = used();
    return {
      perResource:
        (after.heap - before.heap + after.outside - before.outside) / count,
      perResourceOnHeap: (after.heap - before.heap) / count,
      perResourceResident:
        ((after.residentMb - before.residentMb) * 1024 * 1024) / count,
      counted: index ? index.bytes / count : 0,
    };
  },
  /**
   * Reads lists as any code of the process might: parses pages of objects and keeps a few fields for a moment. Answers
   * the CPU time of each round, which grows when the collector has to go through what is kept.
   */
  read(rounds: number) {
    const random = new Random(6);
    const page = JSON.stringify(
      Array.from({ length: 500 }, (_, i) => makeKustomization(random, i, i)),
    );
    const took: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const before = process.cpuUsage();
      let kept: unknown[] = [];
      for (let i = 0; i < 10; i++) {
        const parsed = JSON.parse(page) as FluxResource[];
        kept = kept.concat(
          parsed.map(({ metadata, status }) => ({
            name: metadata.name,
            namespace: metadata.namespace,
            uid: metadata.uid,
            revision: status.lastAppliedRevision,
            conditions: status.conditions,
          })),
        );
      }
      const { user, system } = process.cpuUsage(before);
      took.push((user + system) / 1000);
    }
    return took;
  },
  /** So that nobody can say that nothing was kept. */
  kept: () => rows.length + objects.length + (index?.size ?? 0),
});
