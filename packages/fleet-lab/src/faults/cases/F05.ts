import type { FaultCase } from '../FaultCase';

/** Connections are reset anywhere: in lists, in watches, in the middle of a line. */
export const F05: FaultCase = {
  id: 'F05',
  title: 'Reset in the middle of a line',
  criterion:
    'Whatever byte the connection breaks at, nothing is lost and no row is invented.',
  sabotages: [
    {
      title: 'a broken watch goes on with the newest state, not where it stood',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/Reflector.ts',
          find: 'resourceVersion = this.#store.resourceVersion;',
          replace: 'resourceVersion = undefined;',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster({ objects: 80 });
    const { proxy, workload } = cluster;
    // Lines of watches that are open, cut in half.
    proxy.injectLine({
      match: () => run.random() < 0.2,
      act: (line, stream) => {
        stream.write(line.slice(0, Math.ceil(run.random() * line.length)));
        stream.stall();
        setTimeout(() => proxy.gate.resetAll(), 20);
        return undefined;
      },
    });
    // And connections that are new, anywhere.
    proxy.gate.resetAfter(() => 1 + Math.floor(run.random() * 30_000));
    for (let round = 0; round < 12; round++) {
      await workload.change(10);
      await run.sleep(200);
    }
    run.notes.connections = proxy.gate.accepted.length;
    await proxy.heal();
    proxy.gate.resetAll();
    await run.settle(cluster);
  },
};
