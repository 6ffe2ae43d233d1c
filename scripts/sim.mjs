// Runs the simulated clusters: `sim` starts the demo fleet, `sim push REPO` changes it, `sim conformance` checks a server.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const given = process.argv.slice(2);
// Without a command, or with options only, the fleet is started.
const args =
  given[0] === undefined || given[0].startsWith('-')
    ? ['start', ...given]
    : given;

// In this very process, so that signals and IPC messages need no forwarding.
require('@backstage/cli/config/nodeTransform.cjs');
const cli = fileURLToPath(
  new URL('../packages/kube-sim/src/cli.ts', import.meta.url),
);
process.argv = [process.argv[0], cli, ...args];
require(cli);
