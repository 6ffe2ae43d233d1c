import { expectKubernetesError as failure } from '../__testUtils__/expectKubernetesError';
import {
  type HttpVersion,
  setupTlsServers,
} from '../__testUtils__/setupTlsServers';

describe.each<HttpVersion>(['HTTP/1.1', 'HTTP/2'])(
  'PooledKubernetesClient.stream over %s',
  version => {
    const { listen, connectTo } = setupTlsServers(version);

    describe('streams', () => {
      it('chunks as they come, with no limit in time', async () => {
        const { port } = await listen(async (_request, response) => {
          response.flushHeaders();
          for (const line of ['one\n', 'two\n']) {
            await new Promise(resolve => setTimeout(resolve, 1000));
            response.write(line);
          }
          response.end();
        });
        const chunks: string[] = [];
        for await (const chunk of await connectTo(port).stream({
          path: '/api/v1/pods',
          // For the headers alone.
          timeoutMs: 1500,
        })) {
          chunks.push(chunk.toString());
        }
        expect(chunks.join('')).toBe('one\ntwo\n');
      });

      it('nothing when the answer is an error', async () => {
        const { port } = await listen((_request, response) => {
          response.writeHead(403, { 'content-type': 'application/json' });
          response.end('{"kind":"Status","reason":"Forbidden","message":"no"}');
        });
        const error = await failure(
          connectTo(port).stream({ path: '/api/v1/pods' }),
        );
        expect(error.reason).toBe('forbidden');
      });

      it('until the caller has enough, and drops the socket then', async () => {
        const closed = new Promise<void>(resolve => {
          listen((request, response) => {
            request.socket.on('close', () => resolve());
            response.write('one\n');
          }).then(async ({ port }) => {
            for await (const chunk of await connectTo(port).stream({
              path: '/api/v1/pods',
            })) {
              expect(chunk.toString()).toBe('one\n');
              break;
            }
          });
        });
        await closed;
      });

      it('until the connection breaks, which is an error', async () => {
        const { port, hangUp } = await listen((_request, response) => {
          response.write('one\n', () => setTimeout(hangUp, 50));
        });
        const stream = await connectTo(port).stream({ path: '/api/v1/pods' });
        const read = async () => {
          for await (const chunk of stream) {
            expect(chunk.toString()).toBe('one\n');
          }
        };
        expect((await failure(read())).reason).toBe('unreachable');
      });

      it('and gives up on headers that do not come', async () => {
        const { port } = await listen(() => {});
        const error = await failure(
          connectTo(port).stream({ path: '/api/v1/pods', timeoutMs: 200 }),
        );
        expect(error.reason).toBe('timeout');
      });

      it('and ends when the caller aborts', async () => {
        const { port } = await listen((_request, response) => {
          response.write('one\n');
        });
        const abort = new AbortController();
        const stream = await connectTo(port).stream({
          path: '/api/v1/pods',
          signal: abort.signal,
        });
        const read = async () => {
          for await (const chunk of stream) {
            expect(chunk.toString()).toBe('one\n');
            abort.abort(new Error('enough'));
          }
        };
        await expect(read()).rejects.toThrow('enough');
      });
    });

    it('drops all sockets when it is closed', async () => {
      const { server, port } = await listen((_request, response) => {
        response.write('one\n');
      });
      const client = connectTo(port);
      const stream = await client.stream({ path: '/api/v1/pods' });
      await client.close();
      const read = async () => {
        for await (const chunk of stream) {
          expect(chunk.toString()).toBe('one\n');
        }
      };
      expect((await failure(read())).reason).toBe('unreachable');
      await new Promise<void>(resolve => {
        const check = () =>
          server.getConnections((_error, count) =>
            count === 0 ? resolve() : setTimeout(check, 20),
          );
        check();
      });
    });
  },
);
