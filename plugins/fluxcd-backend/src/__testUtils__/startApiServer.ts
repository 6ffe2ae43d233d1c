import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { createCa } from './pki';

/** What the little API server does; tests change it while it runs. */
export interface ApiServerBehaviour {
  /** Bearer tokens by the user that they stand for. */
  tokens: Record<string, string>;
  /** Plurals of the kinds of kustomize.toolkit.fluxcd.io that are served. */
  kustomizeKinds: string[];
  /** Answers an access review. */
  allows(verb: string, resource: string): boolean;
  /** Version label of the Flux controllers; undefined: none is found. */
  fluxVersion: string | undefined;
  /** Answers instead of what is below. */
  override?: (path: string) => { status: number; body: unknown } | undefined;
  /** `GET /version` and so on, in order. */
  requests: string[];
}

/** As much of an API server as a connection test meets, over TLS. It is no simulator: see packages/kube-sim. */
export async function startApiServer(): Promise<
  ApiServerBehaviour & {
    server: string;
    certificateAuthority: string;
    issueClientCertificate(
      user: string,
    ): Promise<{ certificate: string; privateKey: string }>;
    stop(): Promise<void>;
  }
> {
  const ca = await createCa();
  const pair = await ca.issue({ commonName: 'api', ips: ['127.0.0.1'] });
  const behaviour: ApiServerBehaviour = {
    tokens: { 'good-token': 'system:serviceaccount:flux:portal' },
    kustomizeKinds: ['kustomizations'],
    allows: () => true,
    fluxVersion: 'v2.9.4',
    requests: [],
  };

  const answer = (path: string, user: string | undefined, body: any) => {
    const overridden = behaviour.override?.(path);
    if (overridden) {
      return overridden;
    }
    if (user === undefined) {
      return { status: 401, body: { kind: 'Status', reason: 'Unauthorized' } };
    }
    switch (path) {
      case '/version':
        return { status: 200, body: { gitVersion: 'v1.36.2' } };
      case '/apis/authentication.k8s.io/v1/selfsubjectreviews':
        return {
          status: 201,
          body: { ...body, status: { userInfo: { username: user } } },
        };
      case '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews': {
        const { verb, resource } = body.spec.resourceAttributes;
        return {
          status: 201,
          body: { status: { allowed: behaviour.allows(verb, resource) } },
        };
      }
      case '/apis':
        return {
          status: 200,
          body: {
            kind: 'APIGroupList',
            groups: [
              {
                name: 'kustomize.toolkit.fluxcd.io',
                versions: [{ version: 'v1' }],
                preferredVersion: { version: 'v1' },
              },
              { name: 'apps', preferredVersion: { version: 'v1' } },
            ],
          },
        };
      case '/apis/kustomize.toolkit.fluxcd.io/v1':
        return {
          status: 200,
          body: {
            resources: behaviour.kustomizeKinds.map(name => ({
              name,
              verbs: ['get', 'list', 'watch', 'patch'],
            })),
          },
        };
      case '/apis/apps/v1/deployments':
        return {
          status: 200,
          body: {
            items: behaviour.fluxVersion
              ? [
                  {
                    metadata: {
                      labels: {
                        'app.kubernetes.io/version': behaviour.fluxVersion,
                      },
                    },
                  },
                ]
              : [],
          },
        };
      default:
        return { status: 404, body: { kind: 'Status', reason: 'NotFound' } };
    }
  };

  const server = createServer(
    {
      cert: pair.certificate,
      key: pair.privateKey,
      ca: ca.certificate,
      requestCert: true,
      rejectUnauthorized: false,
    },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () => {
        const { pathname } = new URL(request.url ?? '/', 'https://x');
        behaviour.requests.push(`${request.method} ${pathname}`);
        const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '');
        const socket = request.socket as TLSSocket;
        const user = socket.authorized
          ? String(socket.getPeerCertificate().subject.CN)
          : behaviour.tokens[token?.[1] ?? ''];
        const text = Buffer.concat(chunks).toString();
        const result = answer(pathname, user, text && JSON.parse(text));
        response.writeHead(result.status, {
          'content-type':
            typeof result.body === 'string' ? 'text/html' : 'application/json',
        });
        response.end(
          typeof result.body === 'string'
            ? result.body
            : JSON.stringify(result.body),
        );
      });
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return Object.assign(behaviour, {
    server: `https://127.0.0.1:${port}`,
    certificateAuthority: ca.certificate,
    issueClientCertificate: (user: string) => ca.issue({ commonName: user }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
