import { setTimeout as sleep } from 'node:timers/promises';
import { BenchBackend } from '../ours/BenchBackend';
import type { Reading } from '../process/Meter';
import { type Goal, judge } from '../report/judge';
import { quantile } from '../report/statistics';
import { type BenchApiServer, startApiServer } from '../server/startApiServer';
import type { Benchmark, Size } from './Benchmark';

const SIZES: Record<
  Size,
  { clusters: number; scale: number; perSecond: number; seconds: number }
> = {
  smoke: { clusters: 2, scale: 0.2, perSecond: 20, seconds: 2 },
  // Five events each: 500 per second.
  full: { clusters: 100, scale: 1, perSecond: 100, seconds: 30 },
};
/** Of each cluster, at full scale. */
const OBJECTS = { Kustomization: 350, HelmRelease: 100, GitRepository: 50 };
/** How soon after an answer the API is asked again. Milliseconds. */
const POLL_MS = 100;
/** After the last event. What is not seen by then is lost. */
const PATIENCE_MS = 15_000;
/** More than come within five seconds. */
const PAGE = 100;
/** In the revision, or in the message, of everything that is looked for. */
const MARK = 'e'.repeat(28);

const LATENCY: Goal = {
  id: 'B7-latency',
  title:
    '100 clusters × 500 objects, 500 events/s: from the event to the REST API, p99',
  unit: 'ms',
  text: 'p99 ≤ 1 s for transitions that are not debounced',
  atMost: 1000,
  ifUnmet:
    'Changes are collected for 200 ms and committed together; the rest is waiting for one of two cores, which the API servers, PostgreSQL and the reader of the API share with the backend.',
};
const MEMORY: Goal = {
  id: 'B7-memory',
  title: 'The same: highest resident memory of the backend, with its start',
  unit: 'MB',
  text: 'RSS ≤ 600 MB',
  atMost: 600,
  ifUnmet:
    'It is the start: loading Backstage alone has a peak of about 500 MB, of which 130 MB are room for young objects and 250 MB are left when the collector has looked. The lists come on top: with their rows the heap grows before V8 finds it worth while to look again; when asked to, it gives back all but 400 MB. `--max-semi-space-size=16` for the process would take some 100 MB off.',
};

/** Asks the API for what changed last until everything that was marked has been seen; answers how late each was. */
async function follow(
  server: BenchApiServer,
  backend: BenchBackend,
): Promise<{ delays: number[]; answers: number[] }> {
  const seenAt = new Map<string, number>();
  const answers: number[] = [];
  let playing = true;
  const look = async () => {
    const asked = performance.now();
    const { items } = await backend.list(
      `text=${MARK}&sort=statusSince&order=desc&limit=${PAGE}`,
    );
    const now = Date.now();
    answers.push(performance.now() - asked);
    for (const { revision, message } of items) {
      for (const text of [revision, message]) {
        const mark = /[\da-f]{12}e{28}/.exec(text ?? '')?.[0];
        if (mark && !seenAt.has(mark)) seenAt.set(mark, now);
      }
    }
  };
  const looking = (async () => {
    while (playing) {
      await look();
      await sleep(POLL_MS);
    }
  })();
  await server.play();
  const deadline = Date.now() + PATIENCE_MS;
  const sent = Object.entries(await server.sent());
  while (sent.some(([mark]) => !seenAt.has(mark)) && Date.now() < deadline) {
    await sleep(POLL_MS);
  }
  playing = false;
  await looking;
  const lost = sent.filter(([mark]) => !seenAt.has(mark)).length;
  if (lost) throw new Error(`${lost} of ${sent.length} transitions were lost`);
  return {
    answers,
    delays: sent.map(([mark, at]) => seenAt.get(mark)! - at),
  };
}

/** B7. */
export const freshness: Benchmark = {
  id: 'B7',
  title: 'From the event to the API',
  async run(size, say) {
    const { clusters, scale, perSecond, seconds } = SIZES[size];
    const server = await startApiServer({
      clusters,
      objects: Object.fromEntries(
        Object.entries(OBJECTS).map(([kind, n]) => [kind, n * scale]),
      ),
    });
    const backend = await BenchBackend.start(server, clusters);
    try {
      await backend.waitFor(server.objects);
      const events = await server.prepare({
        firstCluster: 0,
        clusters,
        reconciliations: perSecond * seconds,
        perSecond,
        changeEvery: 10,
        failEvery: 20,
      });
      const start = await backend.program.call<Reading>('read');
      const { delays, answers } = await follow(server, backend);
      const end = await backend.program.call<Reading>('read');
      const p = (share: number) => quantile(delays, share).toFixed(0);
      const busy =
        ((end.cpuMs - start.cpuMs) / (end.wallMs - start.wallMs)) * 100;
      say(
        `${delays.length} transitions among ${events} events: p50 ${p(
          0.5,
        )} ms, p99 ${p(0.99)} ms, ${end.peakMb.toFixed(0)} MB`,
      );
      return [
        judge(LATENCY, {
          ours: [quantile(delays, 0.99)],
          details: {
            'transitions seen, none lost': delays.length,
            events,
            'p50, ms': p(0.5),
            'longest, ms': p(1),
            'the API is asked again after, ms': POLL_MS,
            'its answers take, p99, ms': quantile(answers, 0.99).toFixed(0),
            'CPU of the backend, % of a core, with these answers':
              busy.toFixed(0),
          },
        }),
        judge(MEMORY, {
          ours: [end.peakMb],
          details: {
            'at the start of the events, MB': start.peakMb.toFixed(0),
          },
        }),
      ];
    } finally {
      await backend.stop();
      await server.stop();
    }
  },
};
