import type { CaseRun } from '../CaseRun';
import { readConnection } from '../LabCluster';
import type { GateMode } from '../proxy/TcpGate';

/** The minute within which silence is noticed, scaled; and the limits of requests, which are less than to scale. */
const NOTICED_MS = 8_000;
/** From the silence on; a watch that is left to its end lasts 8 to 16 s, scaled. */
const CLOSED_MS = 9_000;

/** Lets the network to two clusters, one over each protocol, go silent, and looks what the replica makes of it. */
export async function goSilent(
  run: CaseRun,
  options: {
    mode: GateMode;
    /** States of a connection that say it. */
    states: readonly string[];
    /** Whether nothing at all comes over the connections any more. */
    dead: boolean;
  },
): Promise<void> {
  const clusters = [await run.cluster(), await run.cluster({ http1: true })];
  const [http2, http1] = clusters.map(({ proxy }) => proxy.gate.open);
  if (http2 > 2 || http1 < 10) throw new Error('They speak other protocols');
  const began = Date.now();
  for (const { proxy } of clusters) proxy.gate.mode = options.mode;
  for (const { workload } of clusters) await workload.change(100);
  for (const cluster of clusters) {
    const ms = await run.until(
      'the silence is noticed',
      async () => {
        const { state } = await readConnection(run.replica.api, cluster);
        return options.states.includes(state);
      },
      NOTICED_MS,
    );
    run.notes.noticedMs = Math.max(Number(run.notes.noticedMs ?? 0), ms);
  }
  for (const { proxy } of clusters) {
    if (options.dead) {
      // One for the next attempt.
      await run.until(
        'the dead sockets are closed',
        () => proxy.gate.open <= 2,
        began + CLOSED_MS - Date.now(),
      );
    }
    await proxy.heal();
  }
  for (const cluster of clusters) await run.settle(cluster);
}
