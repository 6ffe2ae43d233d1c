import { ChildProcess, spawn } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { get } from 'https';
import { createServer, AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';

jest.setTimeout(180_000);

const CLI = join(__dirname, '../cli.ts');
const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');

function cli(args: string[]): ChildProcess & { text(): string } {
  const child = spawn(
    process.execPath,
    ['--require', TRANSFORM, CLI, ...args],
    {
      env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '' },
    },
  );
  let text = '';
  const collect = (chunk: Buffer) => {
    text += chunk;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return Object.assign(child, { text: () => text });
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>(resolve => child.once('exit', resolve));

function ready(child: ReturnType<typeof cli>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', () => {
      if (child.text().includes('kube-sim ready')) resolve();
    });
    child.once('exit', () => reject(new Error(child.text())));
  });
}

/** A port that was free a moment ago, with room for a second one after it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return Math.min(port, 64_000);
}

function list(kubeconfig: string, path: string): Promise<any> {
  const text = readFileSync(kubeconfig, 'utf8');
  const field = (name: string) => new RegExp(`${name}: (.*)`).exec(text)![1];
  return new Promise((resolve, reject) => {
    get(
      `${field('server')}${path}`,
      {
        ca: Buffer.from(field('certificate-authority-data'), 'base64'),
        headers: { authorization: `Bearer ${field('token')}` },
      },
      response => {
        let body = '';
        response.on('data', chunk => {
          body += chunk;
        });
        response.on('end', () => resolve(JSON.parse(body)));
      },
    ).on('error', reject);
  });
}

describe('start and push', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sim-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('serves a fleet, takes a push, ends on SIGTERM, and comes back with the same kubeconfigs', async () => {
    const port = String(await freePort());
    const args = [
      'start',
      '--clusters',
      '2',
      '--resources',
      '40',
      '--dir',
      folder,
      '--base-port',
      port,
    ];
    const first = cli(args);
    await ready(first);
    const fleet = JSON.parse(readFileSync(join(folder, 'fleet.json'), 'utf8'));
    expect(fleet.map(({ name }: any) => name)).toEqual([
      'cluster-001',
      'cluster-002',
    ]);
    const { kubeconfig } = fleet[1];
    const before = readFileSync(kubeconfig, 'utf8');
    const { items } = await list(
      kubeconfig,
      '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations',
    );
    expect(items).toHaveLength(10);
    expect(items[0].status.conditions[0]).toMatchObject({
      type: 'Ready',
      status: 'True',
    });

    const push = cli(['push', 'generated', '--dir', folder]);
    expect(await ended(push)).toBe(0);
    expect(push.text()).toMatch(/^generated: main@sha1:[0-9a-f]{40}\n/);
    const wrong = cli(['push', 'nowhere', '--dir', folder]);
    expect(await ended(wrong)).toBe(1);
    expect(wrong.text()).toContain('there are generated');

    const second = cli([
      ...args.slice(0, 5),
      '--dir',
      join(folder, 'other'),
      '--base-port',
      port,
    ]);
    expect(await ended(second)).toBe(1);
    expect(second.text()).toContain('Try another --base-port');

    first.kill('SIGTERM');
    expect(await ended(first)).toBe(0);

    const again = cli(args);
    await ready(again);
    expect(readFileSync(kubeconfig, 'utf8')).toBe(before);
    again.kill('SIGINT');
    expect(await ended(again)).toBe(0);
  });

  it('refuses nonsense by the name of the option', async () => {
    const child = cli(['start', '--clusters', 'many', '--dir', folder]);
    expect(await ended(child)).toBe(1);
    expect(child.text()).toBe('--clusters must be a number from 1 to 500\n');
  });
});
