import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  type RootConfigService,
} from '@backstage/backend-plugin-api';
import { createBackend } from '@backstage/backend-defaults';
import { ConfigReader } from '@backstage/config';
import fluxcdPlugin from '@flux-orchestrator/backstage-plugin-fluxcd-backend';
import { fluxcdClustersExtensionPoint } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import { clusterId, type FleetPlace } from '../ours/startFleet';
import { answerCalls } from '../process/answerCalls';
import { Meter } from '../process/Meter';

const meter = new Meter();

/** Registers the clusters of the bench as any source would. */
function benchClusters({ port, caPem, clusters }: FleetPlace) {
  return createBackendModule({
    pluginId: 'fluxcd',
    moduleId: 'bench',
    register(env) {
      env.registerInit({
        deps: { point: fluxcdClustersExtensionPoint },
        async init({ point }) {
          point.addClusterSource({
            id: 'bench',
            async start({ clusters: registry }) {
              for (let i = 0; i < clusters; i++) {
                await registry.upsert({
                  sourceId: String(i),
                  name: clusterId(i),
                  server: `https://127.0.0.1:${port}/c${i}`,
                  auth: { type: 'token' },
                  secret: { token: 'bench', certificateAuthority: caPem },
                });
              }
            },
          });
        },
      });
    },
  });
}

answerCalls({
  meter: (options?: { delays: boolean }) => meter.start(options),
  read: () => meter.read(),
  residentMb: () => meter.resident(),
  /** A whole backend with nothing but the plugin: its REST interface answers to `token` on `listen`. */
  async start(
    place: FleetPlace,
    options: {
      listen: number;
      token: string;
      databaseUrl: string;
      key: string;
    },
  ) {
    const { listen, token, databaseUrl, key } = options;
    const config: RootConfigService = new ConfigReader({
      backend: {
        baseUrl: `http://127.0.0.1:${listen}`,
        listen: { host: '127.0.0.1', port: listen },
        auth: {
          externalAccess: [
            { type: 'static', options: { token, subject: 'bench' } },
          ],
        },
        database: {
          client: 'pg',
          connection: databaseUrl,
          // One database, made and dropped by the bench.
          pluginDivisionMode: 'schema',
          ensureSchemaExists: true,
          ensureExists: false,
        },
      },
      fluxcd: {
        encryption: { keys: [key] },
        clusters: { allowedCidrs: ['127.0.0.0/8'] },
      },
    });
    const backend = createBackend();
    backend.add(
      createServiceFactory({
        service: coreServices.rootConfig,
        deps: {},
        factory: () => config,
      }),
    );
    backend.add(fluxcdPlugin);
    backend.add(benchClusters(place));
    await backend.start();
  },
});
