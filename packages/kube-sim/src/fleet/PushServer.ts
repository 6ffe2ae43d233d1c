import { randomBytes, timingSafeEqual } from 'crypto';
import { createServer, IncomingMessage, Server } from 'http';
import { AddressInfo } from 'net';
import { inc, valid } from 'semver';
import { FleetState } from './FleetState';
import { Upstreams } from './Upstreams';
import { nextTree } from './nextTree';

/** A push is a few words: more is not one. */
const MAX_BODY_BYTES = 1024;

interface Switchable {
  name: string;
  control(command: { type: 'pause' | 'resume' }): Promise<unknown>;
}

/**
 * The door by which `./dev sim push` and the browser tests reach a running fleet: loopback only, with a token from a
 * file. `POST /push` publishes a revision, `POST /pause` and `/resume` cut a cluster off and bring it back.
 */
export class PushServer {
  readonly #server: Server;
  readonly #upstreams: Upstreams;
  readonly #clusters: readonly Switchable[];
  readonly #token = randomBytes(24).toString('base64url');

  static async start(options: {
    upstreams: Upstreams;
    clusters: readonly Switchable[];
    state: FleetState;
  }): Promise<PushServer> {
    const server = new PushServer(options);
    await new Promise<void>(resolve =>
      server.#server.listen(0, '127.0.0.1', resolve),
    );
    const { port } = server.#server.address() as AddressInfo;
    options.state.write('control.json', { port, token: server.#token });
    return server;
  }

  private constructor(options: {
    upstreams: Upstreams;
    clusters: readonly Switchable[];
  }) {
    this.#upstreams = options.upstreams;
    this.#clusters = options.clusters;
    this.#server = createServer(async (request, response) => {
      const { status, body } = await this.#answer(request);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #answer(
    request: IncomingMessage,
  ): Promise<{ status: number; body: unknown }> {
    const error = (status: number, message: string) => ({
      status,
      body: { error: message },
    });
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${this.#token}`);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      return error(401, 'Not the token of this fleet');
    }
    const act = request.url?.slice(1);
    if (
      request.method !== 'POST' ||
      (act !== 'push' && act !== 'pause' && act !== 'resume')
    ) {
      return error(404, 'Only POST /push, /pause and /resume are known here');
    }
    let text = '';
    for await (const chunk of request) {
      text += chunk;
      if (text.length > MAX_BODY_BYTES) return error(413, 'Too long');
    }
    let wish: { repository?: unknown; break?: unknown; cluster?: unknown };
    try {
      wish = JSON.parse(text);
    } catch {
      return error(400, 'The body is not JSON');
    }
    if (act !== 'push') {
      const cluster = this.#clusters.find(c => c.name === wish.cluster);
      if (!cluster) return error(404, 'No such cluster');
      await cluster.control({ type: act });
      return { status: 200, body: { cluster: cluster.name } };
    }
    const repository = this.#upstreams.byName(String(wish.repository));
    const { latest } = repository ?? {};
    if (!repository || !latest) {
      const names = this.#upstreams.list().map(({ name }) => name);
      return error(404, `No such repository; there are ${names.join(', ')}`);
    }
    const breaks = wish.break === true;
    const prefix = latest.tag?.startsWith('v') ? 'v' : '';
    const tag =
      latest.tag && valid(latest.tag)
        ? `${prefix}${inc(latest.tag, 'patch')}`
        : undefined;
    const revision = repository.push({
      tree: nextTree(latest.tree, breaks),
      message: breaks ? 'Break it' : 'Move on',
      author: 'You',
      at: Date.now(),
      ...(tag && { tag }),
    });
    const algorithm = repository.kind === 'git' ? 'sha1' : 'sha256';
    const at = tag ?? (repository.kind === 'git' ? repository.branch : '');
    return {
      status: 200,
      body: {
        repository: repository.name,
        revision: `${at ? `${at}@` : ''}${algorithm}:${revision.id}`,
      },
    };
  }
}
