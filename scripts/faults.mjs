// `./dev test:faults`: the faults that a fleet can throw, each against a real backend and simulated clusters.
// `--only F03,F10` names some, `--seeds N` runs each so often (default 3), `--no-sabotage` leaves out the runs without
// the defence, `--write` writes the results to docs/data/reliability.json and docs/reliability.md.
import { createRequire } from 'node:module';
import path from 'node:path';
import { run, root } from './demo.mjs';

const require = createRequire(import.meta.url);
const faults = run(process.execPath, [
  '--require',
  require.resolve('@backstage/cli/config/nodeTransform.cjs'),
  path.join(root, 'packages/fleet-lab/src/faults/run.ts'),
  ...process.argv.slice(2),
]);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => faults.kill(signal));
}
faults.once('exit', code => {
  process.exitCode = code ?? 1;
});
