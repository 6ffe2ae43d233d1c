import type { FaultCase } from '../FaultCase';
import { readTruth } from '../readTruth';
import { suspend } from '../suspend';

/** Somebody else makes an object anew while it is being acted on. */
export const F36: FaultCase = {
  id: 'F36',
  title: 'Object re-created between the reading and the action',
  criterion:
    'The action says that its object is gone, and the new one is left alone.',
  sabotages: [
    {
      title: 'neither the uid nor the version is part of the patch',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/resources/ClusterObjects.ts',
          find: 'body: { metadata: { uid, resourceVersion, annotations }, spec },',
          replace: 'body: { metadata: { annotations }, spec },',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, sim, workload } = cluster;
    for (let round = 0; round < 5; round++) {
      const [object] = await workload.create(1, 'Kustomization');
      await run.settle(cluster);
      proxy.inject({
        match: ({ method }) => method === 'PATCH',
        times: 1,
        act: async exchange => {
          await workload.remove(object);
          const { uid: _uid, ...metadata } = object.metadata;
          await sim.control({
            type: 'put',
            objects: [{ ...object, metadata }],
          });
          await exchange.forward();
        },
      });
      const { targets } = await suspend(run, [
        { cluster, name: object.metadata.name },
      ]);
      const [{ outcome }] = targets;
      const row = (await readTruth(sim)).find(({ key }) =>
        key.endsWith(`/${object.metadata.name}`),
      );
      run.check(
        row !== undefined && !row.suspended,
        'the new one is suspended',
      );
      run.check(outcome === 'gone', `it says ${outcome}`);
      // It is not one of the workload's any more.
      await workload.update(3);
    }
    await run.settle(cluster);
  },
};
