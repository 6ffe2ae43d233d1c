import { createServer } from 'node:net';
import path from 'node:path';
import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  ConfigSources,
  FileConfigSource,
  StaticConfigSource,
} from '@backstage/config-loader';
import request from 'supertest';
import { portalFeatures } from '../portalFeatures';

const root = path.resolve(__dirname, '../../../..');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** The demo portal's backend, with its own configuration, on a port of its own. */
export async function startPortal(options: {
  /** Where SQLite keeps its files. */
  dir: string;
  /** The key that seals credentials. */
  key: string;
  /** Configuration files on top of the demo portal's, from the root of the repository. */
  files?: readonly string[];
  /** What the files read from the environment. */
  variables?: Record<string, string | undefined>;
  /** In front of the name of each database. */
  prefix?: string;
}): Promise<{
  url: string;
  databaseClient: string;
  /** Signs the guest in; a Backstage token. */
  signIn(): Promise<string>;
  stop(): Promise<void>;
}> {
  const { dir, key, files = [], prefix } = options;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const variables: Record<string, string | undefined> = {
    FLUXCD_DEMO_DIR: dir,
    FLUXCD_ENCRYPTION_KEY: key,
    ...options.variables,
  };
  const config = await ConfigSources.toConfig(
    ConfigSources.merge([
      ...['app-config.yaml', ...files].map(file =>
        FileConfigSource.create({
          path: path.join(root, file),
          watch: false,
          substitutionFunc: async name => variables[name],
        }),
      ),
      StaticConfigSource.create({
        data: {
          backend: {
            baseUrl: url,
            listen: { port },
            ...(prefix && { database: { prefix } }),
          },
          // NODE_ENV is `test` here.
          auth: {
            providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
          },
          catalog: {
            locations: [
              { type: 'file', target: path.join(root, 'examples/org.yaml') },
            ],
          },
        },
      }),
    ]),
  );
  const backend = createBackend();
  backend.add(mockServices.rootLogger.factory());
  backend.add(
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => new ConfigReader(config.get()),
    }),
  );
  portalFeatures.forEach(feature => backend.add(feature));
  await backend.start();
  return {
    url,
    databaseClient: config.getString('backend.database.client'),
    async signIn() {
      const { body } = await request(url)
        .get('/api/auth/guest/refresh')
        .set('X-Requested-With', 'XMLHttpRequest')
        .expect(200);
      return body.backstageIdentity.token;
    },
    stop: () => backend.stop(),
  };
}
