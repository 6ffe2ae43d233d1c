import { fork } from 'node:child_process';
import { connect } from 'node:http2';
import { join } from 'node:path';
import { Target } from './conformance/Target';
import { deployment, kustomization, paths } from './conformance/fixtures';
import { spawnKubeSim, type KubeSim, type SimCluster } from './spawnKubeSim';

jest.setTimeout(300_000);

const KS = '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations';
const IN_APPS =
  '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/apps/kustomizations';

function seed(name: string): any {
  const object = kustomization(name);
  object.metadata.namespace = 'apps';
  object.status = { lastAppliedRevision: 'main@sha1:abc' };
  return object;
}

function targetOf(cluster: SimCluster, token = cluster.tokens.admin): Target {
  return new Target({
    server: cluster.server,
    caPem: cluster.caPem,
    credentials: { token },
    kubeconfig: '',
    namespace: 'apps',
    control: cluster.control,
  });
}

describe('spawnKubeSim', () => {
  let sim: KubeSim;
  let cluster: SimCluster;
  let target: Target;

  beforeAll(async () => {
    sim = await spawnKubeSim({
      clusters: [
        {
          name: 'one',
          objects: [seed('seeded')],
          kubernetesVersion: 'v1.33.4',
        },
        { name: 'two', tokens: { viewer: 'viewer-of-two' } },
      ],
    });
    cluster = sim.clusters.one;
    target = targetOf(cluster);
  });

  afterAll(async () => {
    await sim.stop();
  });

  it('starts clusters with their objects, statuses, version and tokens, apart from each other', async () => {
    const { items } = await target.must({ path: KS });
    expect(items).toHaveLength(1);
    expect(items[0].status.lastAppliedRevision).toBe('main@sha1:abc');
    expect((await target.must({ path: '/version' })).gitVersion).toBe(
      'v1.33.4',
    );
    const two = targetOf(sim.clusters.two, 'viewer-of-two');
    expect((await two.must({ path: KS })).items).toEqual([]);
    const stranger = targetOf(sim.clusters.two, cluster.tokens.admin);
    expect((await stranger.ask({ path: KS })).status).toBe(401);
  });

  it('gives each identity its rights: admin all, fluxcd what the plugin needs, viewer Flux kinds only', async () => {
    const code = async (
      user: 'fluxcd' | 'viewer',
      method: string,
      path: string,
    ) =>
      (
        await targetOf(cluster, cluster.tokens[user]).ask({
          method,
          path,
          ...(method === 'PATCH'
            ? {
                headers: { 'content-type': 'application/merge-patch+json' },
                body: { metadata: { annotations: { a: 'b' } } },
              }
            : {}),
        })
      ).status;
    const secrets = '/api/v1/namespaces/apps/secrets';
    expect(await code('fluxcd', 'GET', KS)).toBe(200);
    expect(await code('fluxcd', 'GET', '/api/v1/pods')).toBe(200);
    expect(await code('fluxcd', 'PATCH', `${IN_APPS}/seeded`)).toBe(200);
    expect(await code('fluxcd', 'DELETE', `${IN_APPS}/seeded`)).toBe(403);
    expect(await code('fluxcd', 'GET', secrets)).toBe(403);
    expect(await code('viewer', 'GET', KS)).toBe(200);
    expect(await code('viewer', 'PATCH', `${IN_APPS}/seeded`)).toBe(403);
    expect(await code('viewer', 'GET', '/api/v1/pods')).toBe(403);
  });

  it('knows a client by its certificate, over HTTP/2 as well, and refuses a certificate of another CA', async () => {
    const ask = (cert: { cert: string; key: string }) =>
      new Promise<{ status: number; text: string }>((resolve, reject) => {
        const session = connect(cluster.server, { ca: cluster.caPem, ...cert });
        session.on('error', reject);
        const stream = session.request({ ':path': '/api/v1/namespaces/apps' });
        let status = 0;
        let text = '';
        stream.on('response', headers => {
          status = Number(headers[':status']);
        });
        stream.setEncoding('utf8');
        stream.on('data', chunk => {
          text += chunk;
        });
        stream.on('end', () => {
          session.close();
          resolve({ status, text });
        });
        stream.end();
      });
    expect((await ask(cluster.adminCertificate)).status).toBe(200);
    expect((await ask(sim.clusters.two.adminCertificate)).status).toBe(401);
    const anonymous = await ask({ cert: '', key: '' });
    expect(anonymous.status).toBe(403);
    expect(JSON.parse(anonymous.text).message).toContain(
      'User "system:anonymous"',
    );
  });

  it('writes a kubeconfig for each identity', () => {
    const text = cluster.kubeconfig('viewer');
    expect(text).toContain(`server: ${cluster.server}`);
    expect(text).toContain(`token: ${cluster.tokens.viewer}`);
    expect(text).not.toContain(cluster.tokens.admin);
  });

  it('pauses and resumes on the same port, with its objects', async () => {
    await cluster.control({ type: 'pause' });
    await expect(target.ask({ path: '/version' })).rejects.toThrow(
      /ECONNREFUSED/,
    );
    await cluster.control({ type: 'resume' });
    expect((await target.must({ path: KS })).items).toHaveLength(1);
  });

  it('drops connections in the middle of a watch, or ends watches in good order', async () => {
    const watch = () =>
      target.stream({ path: `${KS}?watch=1&resourceVersion=0` });
    const running = async (count: number) => {
      for (;;) {
        const stats = await cluster.control<{ watches: number }>({
          type: 'stats',
        });
        if (stats.watches >= count) {
          return;
        }
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    };
    const dropped = watch().then(
      () => 'ended',
      error => String(error),
    );
    await running(1);
    await cluster.control({ type: 'dropConnections' });
    expect(await dropped).toMatch(/aborted|ECONNRESET|hang up/);
    const ended = watch();
    await running(1);
    await cluster.control({ type: 'endWatches' });
    const { lines, ended: byServer } = await ended;
    expect(byServer).toBe(true);
    expect(lines).toHaveLength(1);
  });

  it('forgets its history, so that a watch from before gets 410 in the stream', async () => {
    const { metadata } = await target.must({ path: KS });
    await cluster.control({ type: 'compact' });
    const { lines } = await target.stream({
      path: `${KS}?watch=1&resourceVersion=${metadata.resourceVersion}`,
    });
    expect(lines.map(line => JSON.parse(line).object.reason)).toEqual([
      'Expired',
    ]);
  });

  it('fails the next requests that match, then answers again', async () => {
    await cluster.control({
      type: 'failNext',
      count: 2,
      status: 429,
      match: '/kustomizations',
      headers: { 'retry-after': '7' },
    });
    const first = await target.ask({ path: KS });
    expect([first.status, first.headers['retry-after']]).toEqual([429, '7']);
    expect((await target.ask({ path: '/version' })).status).toBe(200);
    expect((await target.ask({ path: KS })).status).toBe(429);
    expect((await target.ask({ path: KS })).status).toBe(200);
    await cluster.control({
      type: 'failNext',
      count: 1,
      status: 502,
      body: '<html>bad gateway</html>',
    });
    expect((await target.ask({ path: KS })).text).toBe(
      '<html>bad gateway</html>',
    );
  });

  it('rotates a token: the old one is 401, the kubeconfig has the new one', async () => {
    const old = cluster.tokens.viewer;
    await cluster.control({ type: 'rotateToken', user: 'viewer' });
    expect(cluster.tokens.viewer).not.toBe(old);
    expect((await targetOf(cluster, old).ask({ path: KS })).status).toBe(401);
    expect(
      (await targetOf(cluster, cluster.tokens.viewer).ask({ path: KS })).status,
    ).toBe(200);
    expect(cluster.kubeconfig('viewer')).toContain(cluster.tokens.viewer);
  });

  it('takes a CRD away with its objects and watches, and brings it back empty', async () => {
    const two = sim.clusters.two;
    const admin = targetOf(two);
    const path = '/apis/source.toolkit.fluxcd.io/v1/buckets';
    const name = 'buckets.source.toolkit.fluxcd.io';
    const crd = await admin.must({
      path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`,
    });
    const watch = admin.stream({ path: `${path}?watch=1` });
    await new Promise(resolve => setTimeout(resolve, 200));
    await two.control({ type: 'removeCrd', name });
    expect((await watch).ended).toBe(true);
    expect((await admin.ask({ path })).text).toBe('404 page not found\n');
    await two.control({ type: 'installCrd', crd });
    expect((await admin.must({ path })).items).toEqual([]);
  });

  it('tells which requests came', async () => {
    await cluster.control({ type: 'takeRequests' });
    await target.ask({ path: `${KS}?limit=1` });
    expect(await cluster.control({ type: 'takeRequests' })).toEqual([
      { method: 'GET', path: `${KS}?limit=1`, status: 200, user: 'admin' },
    ]);
  });

  it('changes objects from outside the API', async () => {
    const object = seed('put');
    await cluster.control({ type: 'put', objects: [object] });
    object.status.lastAppliedRevision = 'main@sha1:def';
    await cluster.control({ type: 'put', objects: [object] });
    const found = await target.must({ path: `${IN_APPS}/put` });
    expect(found.status.lastAppliedRevision).toBe('main@sha1:def');
    await cluster.control({
      type: 'delete',
      group: 'kustomize.toolkit.fluxcd.io',
      kind: 'Kustomization',
      namespace: 'apps',
      name: 'put',
    });
    expect((await target.ask({ path: `${IN_APPS}/put` })).status).toBe(404);
  });

  it('says why it cannot start', async () => {
    const port = Number(new URL(cluster.server).port);
    await expect(
      spawnKubeSim({ clusters: [{ name: 'taken', port }] }),
    ).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('a cluster with controllers', () => {
  it('rolls out a Deployment and clears it away with its pods', async () => {
    const sim = await spawnKubeSim({
      clusters: [{ name: 'moving', controllers: true }],
    });
    try {
      const target = targetOf(sim.clusters.moving);
      const { deployments, pods } = paths('default');
      const until = async (path: string, done: (body: any) => boolean) => {
        for (;;) {
          const { body } = await target.ask({ path });
          if (done(body)) {
            return body;
          }
          await new Promise(resolve => setTimeout(resolve, 100));
        }
      };
      await target.must({
        method: 'POST',
        path: deployments,
        body: deployment('web'),
      });
      await until(
        `${deployments}/web`,
        ({ status }) => status?.readyReplicas === 2,
      );
      const { items } = await target.must({ path: pods });
      expect(items.map((pod: any) => pod.status.phase)).toEqual([
        'Running',
        'Running',
      ]);
      const log = await target.ask({
        path: `${pods}/${items[0].metadata.name}/log?tailLines=1`,
      });
      expect(log.text).not.toBe('');
      await target.must({ method: 'DELETE', path: `${deployments}/web` });
      await until(pods, list => list.items.length === 0);
    } finally {
      await sim.stop();
    }
  });
});

describe('a kube-sim whose parent is gone', () => {
  it('ends by itself', async () => {
    const child = fork(join(__dirname, 'cli.ts'), ['serve'], {
      execArgv: [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      env: { ...process.env, NODE_ENV: 'development', NODE_OPTIONS: '' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    const exited = new Promise<number | null>(resolve => {
      child.once('exit', resolve);
    });
    child.send({ id: 1, type: 'start', clusters: [{ name: 'orphan' }] });
    await new Promise<void>(resolve => {
      // The transform reports the files that it loads over the same channel.
      child.on('message', (message: any) => message.id === 1 && resolve());
    });
    // What the end of the parent does to the channel.
    child.disconnect();
    expect(await exited).toBe(0);
  });
});
