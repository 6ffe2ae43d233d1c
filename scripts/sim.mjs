// Runs the simulated clusters: `sim` starts the demo fleet, `sim push REPO` changes it, `sim conformance` checks a server.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const cli = fileURLToPath(
  new URL('../packages/kube-sim/src/cli.ts', import.meta.url),
);
const [command, ...rest] = process.argv.slice(2);
// Without a command, or with options only, the fleet is started.
const args =
  command === undefined || command.startsWith('-')
    ? ['start', ...process.argv.slice(2)]
    : [command, ...rest];

// Signals of the terminal reach the child by themselves; it decides how to end.
process.on('SIGINT', () => undefined);
const { status, error } = spawnSync(
  process.execPath,
  [
    '--require',
    require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    cli,
    ...args,
  ],
  { stdio: 'inherit' },
);
if (error) throw error;
process.exitCode = status ?? 1;
