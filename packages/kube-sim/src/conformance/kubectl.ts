import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from './Target';

const TIMEOUT_MS = 120_000;

/** Server-side apply without OpenAPI v2, and `auth whoami`, came with this minor version of kubectl 1. */
const OLDEST_MINOR = 28;

/** Why the rows that drive kubectl cannot run here; undefined when they can. */
function unfit(): string | undefined {
  const { status, stdout } = spawnSync(
    'kubectl',
    ['version', '--client', '-o', 'json'],
    { encoding: 'utf8' },
  );
  if (status !== 0) return 'kubectl is not installed';
  const { gitVersion, minor } = JSON.parse(stdout).clientVersion;
  return parseInt(minor, 10) < OLDEST_MINOR
    ? `kubectl ${gitVersion} is older than 1.${OLDEST_MINOR}`
    : undefined;
}

/** Calls the real program; a failure throws what it said. */
function call(target: Target, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      'kubectl',
      [
        '--kubeconfig',
        target.kubeconfig,
        '--namespace',
        target.namespace,
        ...args,
      ],
      { timeout: TIMEOUT_MS },
      (error, stdout, stderr) =>
        error
          ? reject(
              new Error(
                `kubectl ${args.join(' ')}: ${
                  stderr || stdout || error.message
                }`,
              ),
            )
          : resolve(stdout),
    );
  });
}

/** Runs a program that goes on, until enough of its output has come. */
function until(
  target: Target,
  args: string[],
  enough: (text: string) => boolean,
): {
  output: Promise<string>;
} {
  const child = spawn(
    'kubectl',
    [
      '--kubeconfig',
      target.kubeconfig,
      '--namespace',
      target.namespace,
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output = new Promise<string>((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`kubectl ${args.join(' ')} printed only: ${text}`));
    }, TIMEOUT_MS);
    const read = (chunk: Buffer) => {
      text += chunk;
      if (enough(text)) {
        clearTimeout(timer);
        child.kill('SIGKILL');
        resolve(text);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  return { output };
}

/** Writes a manifest to a file for the length of a call. */
async function withFile<T>(
  object: unknown,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kube-sim-'));
  const file = join(folder, 'manifest.json');
  writeFileSync(file, JSON.stringify(object));
  try {
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How rows use the real program. */
export const kubectl = { unfit, call, until, withFile };
