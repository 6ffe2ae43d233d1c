import type { FaultCase } from '../FaultCase';
import { repeatFlat } from '../repeatFlat';

/** Lines that a reader cannot read, each in place of a deletion. */
const CORRUPTIONS: ReadonlyArray<(line: string) => string> = [
  line => line.replace('"object":{', '"object":{{'),
  line => line.slice(0, -20),
  line => line.replace('"type":"DELETED"', '"type":"DELETID"'),
  line => line.replace(/"uid":"[^"]*"/, '"uid":""'),
  line => line.replace(/"name":/g, '"nane":'),
  () => 'null',
  () => '{"type":"DELETED","object":null}',
];

/** Deletions arrive in pieces. */
export const F20: FaultCase = {
  id: 'F20',
  title: 'Malformed JSON line in place of a deletion',
  criterion:
    'No ghost row: what cannot be read is never skipped. The heap does not grow.',
  sabotages: [
    {
      title: 'what cannot be read is skipped',
      substitutions: [
        {
          file: 'plugins/fluxcd-backend/src/kubernetes/WatchParser.ts',
          find: "if (said.type === 'END') {",
          replace:
            "if (said.type === 'END' && said.end.type === 'malformed') continue;\n      if (said.type === 'END') {",
        },
      ],
    },
  ],
  async run(run) {
    const cluster = await run.cluster();
    const { proxy, workload } = cluster;
    await repeatFlat(run, 3 * CORRUPTIONS.length, async round => {
      const corrupt = CORRUPTIONS[round % CORRUPTIONS.length];
      let corrupted = 0;
      const end = proxy.injectLine({
        match: line => line.startsWith('{"type":"DELETED"'),
        times: 1,
        act: line => {
          corrupted += 1;
          return corrupt(line);
        },
      });
      await workload.remove();
      // What comes after it moves the resource version on.
      await workload.change(10);
      await run.settle(cluster);
      run.check(corrupted === 1, 'no deletion came');
      end();
    });
  },
};
