import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fluxcdContract } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { type KubeSim, spawnKubeSim } from '@internal/kube-sim';
import request from 'supertest';
import { exampleCluster } from './__testUtils__/exampleCluster';
import { type Example, readExamples } from './__testUtils__/readExamples';
import { startPortal } from './__testUtils__/startPortal';
import { until } from './__testUtils__/until';

jest.setTimeout(300_000);

const page = path.resolve(__dirname, '../../../docs/http-api.md');
const examples = readExamples(page);
const run = promisify(execFile);

/** What the examples cannot do without something that no page can hold. */
const WITHOUT_EXAMPLE = [
  // A kubeconfig, or credentials that work.
  'readKubeconfig',
  'readClusterKubeconfig',
  'replaceCredentials',
  // Like those of the others.
  'exportClusters',
];

function pick(answer: string, place: string): string {
  const found = place
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce((value, key) => value?.[key], JSON.parse(answer));
  expect({ place, found }).toEqual({ place, found: expect.any(String) });
  return found;
}

describe('the examples of docs/http-api.md', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'examples-'));
  const env: Record<string, string> = {};
  let sim: KubeSim;
  let portal: Awaited<ReturnType<typeof startPortal>>;

  /** The command as it stands on the page, in a shell that knows nothing but what the page says it needs. */
  async function answerTo({ command }: Example) {
    const { stdout } = await run('sh', ['-c', command], {
      env: { PATH: process.env.PATH, CURL_HOME: dir, ...env },
      timeout: 60_000,
    });
    const end = stdout.lastIndexOf('\n');
    return {
      status: Number(stdout.slice(end + 1)),
      answer: stdout.slice(0, end),
    };
  }

  beforeAll(async () => {
    writeFileSync(
      path.join(dir, '.curlrc'),
      'silent\nshow-error\nmax-time = 50\nwrite-out = "\\n%{http_code}"\n',
    );
    sim = await spawnKubeSim({
      clusters: [{ name: 'sim', objects: exampleCluster, controllers: true }],
    });
    portal = await startPortal({
      dir,
      key: `${randomBytes(32).toString('base64url')}=`,
    });
    env.URL = `${portal.url}/api/fluxcd`;
    env.TOKEN = await portal.signIn();
    const headers = { Authorization: `Bearer ${env.TOKEN}` };
    const { body: cluster } = await request(env.URL)
      .post('/v1/clusters')
      .set(headers)
      .send({
        name: 'production',
        credentials: {
          type: 'kubeconfig',
          kubeconfig: sim.clusters.sim.kubeconfig('admin'),
        },
      })
      .expect(201);
    await until(async () => {
      const { text } = await request(env.URL)
        .get(`/v1/clusters/${cluster.id}/resources?status=failed`)
        .set(headers)
        .expect(200);
      return JSON.parse(text).total === 3;
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await sim?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it.each(examples)('line $line answers what it says', async example => {
    const { status, fragment = '', names } = example;
    // What goes on in a cluster takes its time; an act is asked for once.
    const isRead = !/ -(d|X) /.test(example.command);
    let last = await answerTo(example);
    for (let i = 0; isRead && i < 60 && !last.answer.includes(fragment); i++) {
      await new Promise(resolve => setTimeout(resolve, 500));
      last = await answerTo(example);
    }
    expect(last).toEqual({
      status,
      answer: expect.stringContaining(fragment),
    });
    for (const [name, place] of Object.entries(names)) {
      env[name] = pick(last.answer, place);
    }
  });

  it('leave out no route without a reason', () => {
    const shown = examples.map(({ command }) => {
      const url = /"\$URL([^"?]*)/.exec(command)![1];
      const method =
        / -X (\w+) /.exec(command)?.[1] ??
        (/ -d /.test(command) ? 'POST' : 'GET');
      return `${method} ${url.replace(/\$\w+/g, '{}')}`;
    });
    const missing = Object.entries(fluxcdContract)
      .filter(([, { method, path: route }]) => {
        const wanted = route.replace(/\{\w+\}/g, '{}');
        return !shown.includes(`${method.toUpperCase()} ${wanted}`);
      })
      .map(([name]) => name);
    expect(missing.sort()).toEqual([...WITHOUT_EXAMPLE].sort());
  });
});
