import { ResponseError } from '@backstage/errors';
import { createFluxcdClient } from './FluxcdClient';

function setup(answer: () => Response) {
  const requests: { url: string; init: RequestInit }[] = [];
  const client = createFluxcdClient({
    discoveryApi: {
      getBaseUrl: async plugin => `https://portal.example/api/${plugin}`,
    },
    fetchApi: {
      fetch: (async (url: string, init: RequestInit) => {
        requests.push({ url, init });
        return answer();
      }) as typeof fetch,
    },
  });
  return { client, requests };
}
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' },
  });

describe('createFluxcdClient', () => {
  it('encodes path parameters', async () => {
    const { client, requests } = setup(() => json({ id: 'x' }));
    await client.getResource({ params: { resourceId: 'a/../b?c=ü' } });
    expect(requests[0].url).toBe(
      'https://portal.example/api/fluxcd/v1/resources/a%2F..%2Fb%3Fc%3D%C3%BC',
    );
    expect(requests[0].init.method).toBe('GET');
    expect(requests[0].init.body).toBeUndefined();
  });

  it('repeats a query parameter for each of its values and leaves out empty ones', async () => {
    const { client, requests } = setup(() => json({ items: [] }));
    await client.listResources({
      query: {
        kind: ['Kustomization', 'HelmRelease'],
        text: 'a&b=c',
        namespace: undefined,
        cursor: '',
        limit: 20,
      },
    });
    expect(new URL(requests[0].url).search).toBe(
      '?kind=Kustomization&kind=HelmRelease&text=a%26b%3Dc&limit=20',
    );
  });

  it('adds no question mark to a route without a query', async () => {
    const { client, requests } = setup(() => json({ items: [] }));
    expect(await client.listClusters({})).toEqual({ items: [] });
    expect(requests[0].url).toBe(
      'https://portal.example/api/fluxcd/v1/clusters',
    );
  });

  it('sends bodies as JSON', async () => {
    const { client, requests } = setup(() => json({ id: 'op' }, 202));
    const body = {
      type: 'reconcile' as const,
      withSource: true,
      targets: [{ resourceId: 'r1' }],
    };
    await client.createOperation({ body });
    expect(requests[0].init).toMatchObject({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  });

  it('expects no body with 204', async () => {
    const { client } = setup(() => new Response(null, { status: 204 }));
    await expect(
      client.deleteCluster({ params: { clusterId: 'c' } }),
    ).resolves.toBeUndefined();
  });

  it('turns an error of the backend into a ResponseError that keeps name and message', async () => {
    const { client } = setup(() =>
      json(
        {
          error: { name: 'ConflictError', message: 'The name is taken' },
          response: { statusCode: 409 },
        },
        409,
      ),
    );
    const error = await client
      .getCluster({ params: { clusterId: 'c' } })
      .catch(e => e);
    expect(error).toBeInstanceOf(ResponseError);
    expect(error.statusCode).toBe(409);
    expect(error.cause).toMatchObject({
      name: 'ConflictError',
      message: 'The name is taken',
    });
  });

  it('fails with a ResponseError also when the answer is no JSON', async () => {
    const { client } = setup(
      () => new Response('<html>Bad gateway</html>', { status: 502 }),
    );
    const error = await client.listClusters({}).catch(e => e);
    expect(error).toBeInstanceOf(ResponseError);
    expect(error.statusCode).toBe(502);
  });

  it('answers an export with a file under the name that the server gave it', async () => {
    const answer = (disposition?: string) => () =>
      new Response('id\r\n', {
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          ...(disposition && { 'Content-Disposition': disposition }),
        },
      });
    const { client, requests } = setup(
      answer('attachment; filename="resources.csv"'),
    );
    const file = await client.exportResources({
      query: { status: 'failed', format: 'csv' },
    });
    expect(new URL(requests[0].url).search).toBe('?status=failed&format=csv');
    expect(file).toBeInstanceOf(File);
    expect([file.name, file.type, file.size]).toEqual([
      'resources.csv',
      'text/csv; charset=utf-8',
      'id\r\n'.length,
    ]);
    // A name that leads elsewhere is none.
    for (const odd of [undefined, 'attachment; filename="../x"']) {
      const other = setup(answer(odd)).client;
      expect((await other.exportClusters({ query: {} })).name).toBe('export');
    }
  });

  it('hands on a text piece by piece, and ends the request of whoever stops early', async () => {
    const cancelled = jest.fn();
    const bytes = new TextEncoder().encode('grün\n');
    const { client } = setup(
      () =>
        new Response(
          new ReadableStream({
            start(stream) {
              // A character that is cut in two is still one.
              stream.enqueue(bytes.slice(0, 3));
              stream.enqueue(bytes.slice(3));
            },
            cancel: cancelled,
          }),
        ),
    );
    const log = await client.getPodLogs({
      params: { resourceId: 'r1' },
      query: { namespace: 'shop', pod: 'cart-1' },
    });
    let text = '';
    for await (const piece of log) {
      text += piece;
      if (text.endsWith('\n')) break;
    }
    expect(text).toBe('grün\n');
    expect(cancelled).toHaveBeenCalled();
  });

  it('hands on the abort signal', async () => {
    const { client, requests } = setup(() => json({ items: [] }));
    const { signal } = new AbortController();
    await client.listClusters({}, { signal });
    expect(requests[0].init.signal).toBe(signal);
  });
});
