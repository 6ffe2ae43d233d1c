// `./dev bench [B1…B7] [--write] [--smoke]`: measures the data plane against its yardsticks; `--write` renews
// docs/data/performance.json and docs/performance.md. `--smoke` only shows that everything runs.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');
const cli = fileURLToPath(
  new URL('../packages/fleet-lab/src/bench/cli.ts', import.meta.url),
);
process.argv = [process.argv[0], cli, ...process.argv.slice(2)];
require(cli);
