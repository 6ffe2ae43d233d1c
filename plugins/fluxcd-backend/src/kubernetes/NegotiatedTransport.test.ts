import { once } from 'node:events';
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { createServer } from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createCa, type Pair } from '../__testUtils__/pki';
import { AddressGuard } from '../security/AddressGuard';
import { createDial } from './createDial';
import { NegotiatedTransport } from './NegotiatedTransport';
import type { TransportResponse } from './Transport';

const cleanups: (() => unknown)[] = [];
let authority: string;
let pair: Pair;

beforeAll(async () => {
  const ca = await createCa();
  authority = ca.certificate;
  pair = await ca.issue({ commonName: 'server', ips: ['127.0.0.1'] });
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function listen(
  onStream: (stream: ServerHttp2Stream, path: string) => void,
  settings: { maxConcurrentStreams?: number } = {},
) {
  const server: Http2SecureServer = createSecureServer({
    cert: pair.certificate,
    key: pair.privateKey,
    settings,
  });
  const sessions: ServerHttp2Session[] = [];
  server.on('session', session => {
    session.on('error', () => {});
    sessions.push(session);
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    onStream(stream, String(headers[':path']));
  });
  return { port: await start(server), sessions };
}

async function start(server: Http2SecureServer | net.Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', socket => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    sockets.forEach(socket => socket.destroy());
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function connect(
  port: number,
  pings: { pingAfterMs?: number; pingTimeoutMs?: number } = {},
) {
  const server = `https://127.0.0.1:${port}`;
  const transport = new NegotiatedTransport({
    origin: server,
    dial: createDial({
      connection: { server, certificateAuthority: authority },
      guard: new AddressGuard({ allowedCidrs: ['127.0.0.0/8'] }),
    }),
    ...pings,
  });
  cleanups.push(() => transport.close());
  return {
    transport,
    get: (path: string, signal?: AbortSignal) =>
      transport.send({ method: 'GET', path, headers: {}, signal }),
  };
}

async function textOf({ body }: TransportResponse): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const answer = (stream: ServerHttp2Stream, path: string) => {
  stream.respond({ ':status': 200 });
  stream.end(path);
};

describe('NegotiatedTransport', () => {
  it('carries all requests and watches of a cluster over one socket', async () => {
    const { port, sessions } = await listen((stream, path) => {
      stream.respond({ ':status': 200 });
      stream.write(path);
    });
    const { get } = connect(port);
    const watches = await Promise.all(
      Array.from({ length: 24 }, (_, i) => get(`/${i}`)),
    );
    const first = await Promise.all(
      watches.map(async ({ body }) => {
        for await (const chunk of body) return chunk.toString();
        return undefined;
      }),
    );
    expect(first).toEqual(watches.map((_, i) => `/${i}`));
    expect(sessions).toHaveLength(1);
  });

  it('opens another connection when the server permits no more requests on one', async () => {
    const { port, sessions } = await listen(
      stream => stream.respond({ ':status': 200 }),
      { maxConcurrentStreams: 2 },
    );
    const { get } = connect(port);
    for (let i = 0; i < 5; i++) {
      expect((await get('/')).status).toBe(200);
    }
    expect(sessions).toHaveLength(3);
  });

  it('falls back to HTTP/1.1 where nothing else is offered, on the socket that is open', async () => {
    const server = createServer(
      { cert: pair.certificate, key: pair.privateKey },
      (request, response) => response.end(request.httpVersion),
    );
    let sockets = 0;
    server.on('connection', () => sockets++);
    const { get } = connect(await start(server));
    expect(await textOf(await get('/'))).toBe('1.1');
    expect(sockets).toBe(1);
  });

  it('prefers HTTP/2 where both are offered', async () => {
    const server = createSecureServer(
      { cert: pair.certificate, key: pair.privateKey, allowHTTP1: true },
      (request: Http2ServerRequest, response: Http2ServerResponse) => {
        response.end(request.httpVersion);
      },
    );
    expect(await textOf(await connect(await start(server)).get('/'))).toBe(
      '2.0',
    );
  });

  it('begins nothing new on a connection that the server takes leave of, and ends there what was begun', async () => {
    const streams: ServerHttp2Stream[] = [];
    const { port, sessions } = await listen(stream => {
      streams.push(stream);
      stream.respond({ ':status': 200 });
      stream.write('a');
    });
    const { get } = connect(port);
    const before = await get('/');
    sessions[0].goaway(0);
    await new Promise(resolve => setTimeout(resolve, 50));
    const after = await get('/');
    expect(sessions).toHaveLength(2);
    streams.forEach(stream => stream.end('b'));
    expect(await Promise.all([textOf(before), textOf(after)])).toEqual([
      'ab',
      'ab',
    ]);
  });

  it('takes an answer as whole when the server leaves right after it', async () => {
    const { port, sessions } = await listen((stream, path) => {
      answer(stream, path);
      sessions[0].close();
    });
    expect(await textOf(await connect(port).get('/all'))).toBe('/all');
  });

  it('sends a request again that the server refused to begin, once', async () => {
    let refusals = 1;
    const paths: string[] = [];
    const { port } = await listen((stream, path) => {
      paths.push(path);
      if (refusals-- > 0) stream.close(7);
      else answer(stream, path);
    });
    const { get } = connect(port);
    expect(await textOf(await get('/a'))).toBe('/a');
    expect(paths).toEqual(['/a', '/a']);
    refusals = 2;
    await expect(get('/b')).rejects.toThrow('did not begin');
    expect(paths).toEqual(['/a', '/a', '/b', '/b']);
  });

  it('does not send again what the server may have begun', async () => {
    let requests = 0;
    const { port } = await listen(stream => {
      requests++;
      stream.close(2);
    });
    await expect(connect(port).get('/')).rejects.toMatchObject({
      code: 'ERR_HTTP2_STREAM_ERROR',
    });
    expect(requests).toBe(1);
  });

  it.each([
    [
      'reset by the server',
      (stream: ServerHttp2Stream) => stream.destroy(new Error('broken')),
    ],
    [
      'cut with its connection',
      (stream: ServerHttp2Stream) => stream.session!.socket.destroy(),
    ],
  ])('fails an answer that was %s', async (_, end) => {
    const { port } = await listen(stream => {
      stream.respond({ ':status': 200 });
      stream.write('half', () => setTimeout(() => end(stream), 30));
    });
    await expect(textOf(await connect(port).get('/'))).rejects.toThrow();
  });

  it('ends the one request whose answer is left early, and no other', async () => {
    const ended: string[] = [];
    const { port, sessions } = await listen((stream, path) => {
      stream.respond({ ':status': 200 });
      stream.write('x');
      stream.once('close', () => ended.push(path));
    });
    const { get } = connect(port);
    const [left] = await Promise.all([get('/left'), get('/kept')]);
    for await (const _ of left.body) break;
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(ended).toEqual(['/left']);
    expect(sessions).toHaveLength(1);
  });

  it('notices by a ping that a silent connection is dead', async () => {
    const { port } = await listen(stream => stream.respond({ ':status': 200 }));
    let dead = false;
    const proxy = net.createServer(client => {
      const upstream = net.connect(port, '127.0.0.1');
      const forward = (from: Socket, to: Socket) => {
        from.on('data', chunk => !dead && to.write(chunk));
        from.on('error', () => {});
        from.once('close', () => to.destroy());
      };
      forward(client, upstream);
      forward(upstream, client);
    });
    const { get } = connect(await start(proxy), {
      pingAfterMs: 60,
      pingTimeoutMs: 60,
    });
    const watch = await get('/');
    const end = textOf(watch).catch(error => error.code);
    // Silent, but alive: pings are answered.
    await new Promise(resolve => setTimeout(resolve, 400));
    dead = true;
    await expect(end).resolves.toBe('ETIMEDOUT');
    // The next request finds another connection.
    dead = false;
    expect((await get('/')).status).toBe(200);
  });

  it.each([true, false])(
    'opens nothing after it was closed, and keeps nothing that was about to open (HTTP/2: %s)',
    async http2 => {
      const server = http2
        ? createSecureServer({ cert: pair.certificate, key: pair.privateKey })
        : createServer({ cert: pair.certificate, key: pair.privateKey });
      const sockets: Duplex[] = [];
      server.on('connection', socket => sockets.push(socket));
      const { transport, get } = connect(await start(server as net.Server));
      const late = get('/');
      await transport.close();
      await expect(late).rejects.toMatchObject({ code: 'ECONNABORTED' });
      await expect(get('/')).rejects.toMatchObject({ code: 'ECONNABORTED' });
      expect(sockets).toHaveLength(1);
      if (!sockets[0].closed) await once(sockets[0], 'close');
    },
  );
});
