// What the demo portal and the browser tests share: a folder with key, database and simulated fleet, and seeding.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Makes the folder and its Fernet key on first use; returns the environment that app-config.yaml reads. */
export function prepareDemo(dir) {
  mkdirSync(path.join(dir, 'db'), { recursive: true });
  const keyFile = path.join(dir, 'fernet.key');
  if (!existsSync(keyFile)) {
    const key = randomBytes(32)
      .toString('base64')
      .replace(/\+/g, '-')
      .replace(/\//g, '_');
    writeFileSync(keyFile, `${key}\n`, { mode: 0o600 });
  }
  return {
    FLUXCD_DEMO_DIR: dir,
    FLUXCD_ENCRYPTION_KEY: readFileSync(keyFile, 'utf8').trim(),
  };
}

/** Starts a program of the workspace; its output goes to ours unless `log` names a file descriptor. */
export function run(command, args, options = {}) {
  const { env, cwd = root, log = 'inherit' } = options;
  return spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log, 'ipc'],
  });
}

/** Starts the simulated fleet and resolves when it answers; rejects when it ends before that. */
export async function startSim(dir, { args = [], log } = {}) {
  const sim = run(
    process.execPath,
    [path.join(root, 'scripts/sim.mjs'), 'start', '--dir', dir, ...args],
    { log },
  );
  await new Promise((resolve, reject) => {
    sim.once('exit', code =>
      reject(new Error(`The simulated fleet ended with code ${code}`)),
    );
    sim.on(
      'message',
      message =>
        (message === 'ready' || message?.type === 'ready') && resolve(),
    );
  });
  return sim;
}

/** Starts the emulator of Azure; resolves with its overlay of the configuration and with what to tell the user. */
export async function startAzure(dir, { args = [], log } = {}) {
  const azure = run(
    process.execPath,
    [
      path.join(root, 'scripts/azure-sim.mjs'),
      '--dir',
      path.join(dir, 'azure'),
      ...args,
    ],
    { log },
  );
  const { config, text } = await new Promise((resolve, reject) => {
    azure.once('exit', code =>
      reject(new Error(`The emulator of Azure ended with code ${code}`)),
    );
    azure.on(
      'message',
      message => message?.type === 'ready' && resolve(message),
    );
  });
  return { azure, config, text };
}

/** Waits until the backend serves; throws when `alive()` turns false. */
export async function waitForBackend(url, alive) {
  for (;;) {
    const response = await fetch(`${url}/.backstage/health/v1/readiness`).catch(
      () => undefined,
    );
    if (response?.ok) return;
    if (!alive()) throw new Error('The backend ended before it was ready');
    await sleep(300);
  }
}

/** Adds the clusters of the simulated fleet as the guest would, through the REST API; known names are left alone. */
export async function seedClusters(url, dir) {
  const signIn = await fetch(`${url}/api/auth/guest/refresh`, {
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
  });
  if (!signIn.ok) throw new Error(`Guest sign-in answered ${signIn.status}`);
  const { backstageIdentity } = await signIn.json();
  const headers = {
    Authorization: `Bearer ${backstageIdentity.token}`,
    'Content-Type': 'application/json',
  };
  const listed = await fetch(`${url}/api/fluxcd/v1/clusters`, { headers });
  if (!listed.ok)
    throw new Error(
      `Listing clusters answered ${listed.status}: ${await listed.text()}`,
    );
  const known = new Set(
    (await listed.json()).items.map(cluster => cluster.name),
  );
  const fleet = JSON.parse(readFileSync(path.join(dir, 'fleet.json'), 'utf8'));
  for (const { kubeconfig, ...cluster } of fleet) {
    if (known.has(cluster.name)) continue;
    const response = await fetch(`${url}/api/fluxcd/v1/clusters`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        ...cluster,
        credentials: {
          type: 'kubeconfig',
          kubeconfig: readFileSync(path.resolve(dir, kubeconfig), 'utf8'),
        },
      }),
    });
    if (!response.ok)
      throw new Error(
        `Adding ${cluster.name} answered ${
          response.status
        }: ${await response.text()}`,
      );
  }
  return fleet.length;
}

/** Ends the children with us, whichever way we end. */
export function endTogether(children) {
  const end = () =>
    children.forEach(child => child.exitCode === null && child.kill('SIGTERM'));
  process.once('exit', end);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143));
}
