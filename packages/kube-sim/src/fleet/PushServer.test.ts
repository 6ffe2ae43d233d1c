import { mkdtempSync, readFileSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { FleetState } from './FleetState';
import { PushServer } from './PushServer';
import { Repository } from './Repository';
import { Upstreams } from './Upstreams';

describe('PushServer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  const repository = new Repository({
    name: 'shop',
    kind: 'git',
    url: 'https://git.example.com/shop',
  });
  const upstreams = new Upstreams();
  const cluster = jest.fn().mockResolvedValue(undefined);
  let server: PushServer;
  let control: { port: number; token: string };

  beforeAll(async () => {
    upstreams.add(repository);
    repository.push({
      tree: new Map([
        ['web.yaml', 'spec:\n  image: registry.example.com/web:1.2.3\n'],
      ]),
      message: 'Start',
      author: 'Ada',
      at: 0,
      tag: 'v1.0.9',
    });
    const state = FleetState.open({ folder, basePort: 20_000 });
    server = await PushServer.start({
      upstreams,
      clusters: [{ name: 'prod', control: cluster }],
      state,
    });
    control = JSON.parse(readFileSync(join(folder, 'control.json'), 'utf8'));
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const post = (body: string, token = control.token, path = 'push') =>
    fetch(`http://127.0.0.1:${control.port}/${path}`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${token}` },
    });

  it('keeps its token where only the owner reads it', () => {
    // eslint-disable-next-line no-bitwise
    expect(statSync(join(folder, 'control.json')).mode & 0o077).toBe(0);
  });

  it('cuts a cluster off and brings it back', async () => {
    for (const type of ['pause', 'resume']) {
      const body = JSON.stringify({ cluster: 'prod' });
      expect((await post(body, control.token, type)).status).toBe(200);
      expect(cluster).toHaveBeenLastCalledWith({ type });
      const other = JSON.stringify({ cluster: 'none' });
      expect((await post(other, control.token, type)).status).toBe(404);
    }
    expect(cluster).toHaveBeenCalledTimes(2);
  });

  it('publishes the next revision, with the next tag and the next image', async () => {
    const response = await post(JSON.stringify({ repository: 'shop' }));
    expect(response.status).toBe(200);
    const { id, tag, tree } = repository.latest!;
    expect(await response.json()).toEqual({
      repository: 'shop',
      revision: `v1.0.10@sha1:${id}`,
    });
    expect(tag).toBe('v1.0.10');
    expect(tree.get('web.yaml')).toContain('web:1.2.4\n');
  });

  it('breaks what it is asked to break, and mends it with the push after', async () => {
    await post(JSON.stringify({ repository: 'shop', break: true }));
    expect(repository.latest!.tree.get('web.yaml')).toContain(
      'web:1.2.5-broken\n',
    );
    await post(JSON.stringify({ repository: 'shop' }));
    expect(repository.latest!.tree.get('web.yaml')).toContain('web:1.2.6\n');
  });

  it.each([
    ['the wrong token', '{"repository":"shop"}', 'x'.repeat(32), 401],
    ['no token', '{"repository":"shop"}', '', 401],
    ['an unknown repository', '{"repository":"nowhere"}', undefined, 404],
    ['what is not JSON', 'shop', undefined, 400],
    ['a long body', ' '.repeat(5000), undefined, 413],
  ])('refuses %s', async (_, body, token, status) => {
    const before = repository.latest;
    const response = await post(body, token);
    expect(response.status).toBe(status);
    expect(repository.latest).toBe(before);
  });
});
