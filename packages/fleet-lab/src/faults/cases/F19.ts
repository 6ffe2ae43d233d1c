import type { FaultCase } from '../FaultCase';

const MAX_BYTES = 4096;

const MESSAGES = [
  'x'.repeat(1024 * 1024),
  'é'.repeat(500_000),
  'before\u0000after',
  'half \ud83d of a pair',
  '\udc00',
  '\u001b[31mred\u001b[0m \u202eoverride\u202c \u2066isolate\u2069',
  'line\r\nline\u2028line',
  '🧨'.repeat(3_000),
];

/** Messages of a status that no database takes as they are. */
export const F19: FaultCase = {
  id: 'F19',
  title: 'Messages of 1 MB, with NUL, with half characters',
  criterion:
    'Each object has its row, beside all others, with a message of at most 4 KiB that is text.',
  sabotages: [
    {
      title: 'messages are not cut',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/fleet/projectResource.ts',
          find: 'const MAX_MESSAGE_BYTES = 4096;',
          replace: 'const MAX_MESSAGE_BYTES = 4096_000;',
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { sim, workload } = cluster;
    const poisoned = await workload.create(MESSAGES.length, 'HelmRelease');
    for (const [index, object] of poisoned.entries()) {
      object.status!.conditions[0].message = MESSAGES[index];
    }
    await sim.control({ type: 'put', objects: poisoned });
    await workload.create(10);
    await run.settle(cluster);
    const { items } = await run.replica.api.listResources({
      query: { cluster: cluster.id, kind: 'HelmRelease', limit: 500 },
    });
    for (const { message = '' } of items) {
      run.check(Buffer.byteLength(message) <= MAX_BYTES, 'a message is longer');
      run.check(!/\0|\p{Cs}/u.test(message), 'a message is no text');
    }
  },
};
