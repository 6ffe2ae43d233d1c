import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonObject } from '@backstage/types';
import { freePort } from './freePort';
import { Replica } from './Replica';
import { ROOT } from './ROOT';
import type { Substitution } from './Substitution';

/** Time for a replica to start on a busy machine. */
const START_TIMEOUT_MS = 180_000;

/** A key as `./dev fluxcd:key` makes it. */
export function makeKey(): string {
  return `${randomBytes(32).toString('base64url')}=`;
}

/** Starts a backend in a process of its own. Fails when it does not start. */
export async function startReplica(options: {
  /** Of `backend.database`. */
  database: JsonObject;
  /** Seals the credentials; newest first. */
  keys: readonly string[];
  substitutions?: readonly Substitution[];
  /** Of the `fluxcd` block, beside the keys and the addresses. */
  fluxcd?: JsonObject;
  /** The same one again, after a restart. */
  port?: number;
  env?: Record<string, string>;
  execArgv?: readonly string[];
  /** Called when its process is there, and long before it is ready. */
  onSpawn?: (replica: Replica) => void;
}): Promise<Replica> {
  const { substitutions = [] } = options;
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const dir = mkdtempSync(path.join(tmpdir(), 'fleet-replica-'));
  mkdirSync(dir, { recursive: true });
  const write = (name: string, content: unknown) => {
    const file = path.join(dir, name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const applied = path.join(dir, 'applied');
  writeFileSync(applied, '');
  write('applied.names', {});
  write('applied.skew', 0);
  write('applied.asked', 0);
  writeFileSync(path.join(dir, 'applied.held'), '');
  const config = write('config.json', {
    app: { baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { port, host: '127.0.0.1' },
      database: options.database,
    },
    permission: { enabled: true },
    fluxcd: {
      encryption: { keys: [...options.keys] },
      ...options.fluxcd,
      clusters: {
        allowedCidrs: ['127.0.0.0/8'],
        ...(options.fluxcd?.clusters as JsonObject | undefined),
      },
    },
  });
  const child = fork(path.join(__dirname, 'main.ts'), [config], {
    // Not those of the parent: a test runner has its own. The substitutions come first: they read what is written.
    execArgv: [
      ...(options.execArgv ?? []),
      '--require',
      path.join(__dirname, 'preload.cjs'),
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    ],
    cwd: ROOT,
    env: {
      ...process.env,
      ...options.env,
      NODE_ENV: 'development',
      NODE_OPTIONS: '',
      LOG_LEVEL: 'info',
      // A start costs seconds, most of it for sources that are the same each time.
      NODE_COMPILE_CACHE: path.join(ROOT, '.cache/fleet-lab'),
      FLEET_LAB_SUBSTITUTIONS: write('substitutions.json', {
        root: ROOT,
        substitutions,
        applied,
      }),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const replica = new Replica({ child, url, dir, substitutions });
  options.onSpawn?.(replica);
  try {
    await replica.ready(START_TIMEOUT_MS);
  } catch (error) {
    await replica.kill();
    throw error;
  }
  return replica;
}
