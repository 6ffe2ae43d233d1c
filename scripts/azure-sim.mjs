// Runs the emulator of Azure that the demo uses: `azure-sim [--dir DIR] [--base-port P] [--speed X]`.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');
const cli = fileURLToPath(
  new URL('../packages/azure-sim/src/cli.ts', import.meta.url),
);
process.argv = [process.argv[0], cli, ...process.argv.slice(2)];
require(cli);
