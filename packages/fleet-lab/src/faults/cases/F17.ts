import type { FaultCase } from '../FaultCase';
import { readConnection } from '../LabCluster';

const MEBIBYTE = 1024 * 1024;
/** Four are allowed for a line; the rest is on its way in buffers. */
const MAX_SENT = 40 * MEBIBYTE;

/** Objects as large as etcd takes them, and lines that never end. */
export const F17: FaultCase = {
  id: 'F17',
  title: 'Huge objects and endless lines',
  criterion:
    'Objects of 1.4 MB are read. A line without an end is given up after 4 MiB: the kind is marked, the others go on, and it comes back.',
  sabotages: [
    {
      title: 'no limit on a line',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/WatchParser.ts',
          find: 'const MAX_LINE_BYTES = 4 * 1024 * 1024;',
          replace: 'const MAX_LINE_BYTES = 4 * 1024 * 1024 * 1024;',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    const [large] = await workload.create(1, 'Kustomization');
    large.metadata.annotations = { large: 'x'.repeat(1.4 * MEBIBYTE) };
    await workload.update([large]);
    await run.settle(cluster);

    const part = 'x'.repeat(MEBIBYTE);
    let sent = 0;
    let largest = 0;
    const flood = async () => {
      const [stream] = proxy.watches.filter(
        ({ request }) => request.plural === 'helmreleases',
      );
      sent = 0;
      while (stream?.open && sent < 300 * MEBIBYTE) {
        stream.write(part);
        sent += part.length;
        await run.sleep(10);
      }
      largest = Math.max(largest, sent);
    };
    const kindState = async () =>
      (await readConnection(run.replica.api, cluster)).kinds.find(
        ({ kind }) => kind === 'HelmRelease',
      )?.state;
    const memory = run.replica.memory;
    await run.until(
      'the kind is marked',
      async () => {
        await flood();
        return (await kindState()) === 'failed';
      },
      60_000,
    );
    run.notes.sentMiB = Math.round(largest / MEBIBYTE);
    run.notes.peakGrowthMiB = Math.round(
      (run.replica.memory - memory) / MEBIBYTE,
    );
    run.check(largest <= MAX_SENT, `${largest} bytes of one line were taken`);
    await workload.change(20);
    await run.settle(cluster);
  },
};
