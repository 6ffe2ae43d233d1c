import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';

const dir = process.env.FLUXCD_DEMO_DIR ?? '.demo';

/** The kubeconfig that the portal was given for a cluster of the simulated fleet. */
export function readKubeconfig(cluster: string): string {
  return readFileSync(path.join(dir, 'kubeconfigs', `${cluster}.yaml`), 'utf8');
}

/** Publishes a new revision in a repository of the fleet, as `./dev sim push` does. */
export function push(repository: string): void {
  execFileSync(
    process.execPath,
    ['scripts/sim.mjs', 'push', repository, '--dir', dir],
    { encoding: 'utf8' },
  );
}

/** Cuts a cluster off from everybody, or brings it back; what is in it goes on. */
export async function switchCluster(
  cluster: string,
  act: 'pause' | 'resume',
): Promise<void> {
  const { port, token } = JSON.parse(
    readFileSync(path.join(dir, 'control.json'), 'utf8'),
  );
  const response = await fetch(`http://127.0.0.1:${port}/${act}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ cluster }),
  });
  if (!response.ok) throw new Error(`${act}: ${await response.text()}`);
}

/** Asks a cluster's API server as its administrator, without the portal. */
export async function kubernetes(
  cluster: string,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: object,
): Promise<any> {
  const kubeconfig = readKubeconfig(`${cluster}.admin`);
  const field = (name: string) =>
    new RegExp(`${name}: ["']?([^"'\\s]+)`).exec(kubeconfig)![1];
  const text = await new Promise<string>((resolve, reject) => {
    const call = request(
      field('server') + url,
      {
        method,
        ca: Buffer.from(field('certificate-authority-data'), 'base64'),
        headers: {
          authorization: `Bearer ${field('token')}`,
          'content-type':
            method === 'PATCH'
              ? 'application/merge-patch+json'
              : 'application/json',
        },
      },
      response => {
        let answer = '';
        response.on('data', chunk => {
          answer += chunk;
        });
        response.on('end', () =>
          (response.statusCode ?? 500) < 300
            ? resolve(answer)
            : reject(new Error(`${method} ${url}: ${answer}`)),
        );
      },
    );
    call.on('error', reject);
    call.end(body && JSON.stringify(body));
  });
  return JSON.parse(text);
}
