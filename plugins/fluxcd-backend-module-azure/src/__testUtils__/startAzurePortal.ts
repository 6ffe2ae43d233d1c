import { randomBytes } from 'node:crypto';
import {
  coreServices,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type {
  AksClusterList,
  AzureConnection,
  AzureTest,
  Cluster,
  Operation,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
// eslint-disable-next-line @backstage/no-mixed-plugin-imports
import fluxcdPlugin from '@flux-orchestrator/backstage-plugin-fluxcd-backend';
import type { AzureSim } from '@internal/azure-sim';
import type { Knex } from 'knex';
import request from 'supertest';
import fluxcdAzureModule from '..';
import { CLIENT, PROD, SECRET, TENANT } from './azureWorld';
import { waitUntil } from './waitUntil';

const key = `${randomBytes(32).toString('base64url')}=`;

/** A portal that is really started, beside an emulated Azure. */
export class AzurePortal {
  readonly backend: TestBackend;
  /** All that was logged. */
  readonly log: string[];
  readonly #schedule: { triggerTask(id: string): Promise<void> };

  constructor(options: {
    backend: TestBackend;
    log: string[];
    schedule: { triggerTask(id: string): Promise<void> };
  }) {
    this.backend = options.backend;
    this.log = options.log;
    this.#schedule = options.schedule;
  }

  async call<T = any>(
    method: 'get' | 'post' | 'patch' | 'delete',
    path: string,
    body?: object,
  ): Promise<{ status: number; body: T }> {
    const call = request(this.backend.server)[method](`/api/fluxcd/v1/${path}`);
    const { status, body: answer } = await (body ? call.send(body) : call);
    return { status, body: answer };
  }

  /** Adds a connection; fails with what the route says. */
  async connect(change: JsonObject = {}): Promise<AzureConnection> {
    const { status, body } = await this.call('post', 'azure/subscriptions', {
      name: 'northwind',
      cloud: 'sim',
      tenantId: TENANT,
      clientId: CLIENT,
      clientSecret: SECRET,
      subscriptions: [PROD],
      ...change,
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  }

  async connection(id: string): Promise<AzureConnection> {
    return (await this.call('get', `azure/subscriptions/${id}`)).body;
  }

  async test(id: string): Promise<AzureTest> {
    return (await this.call('post', `azure/subscriptions/${id}/test`)).body;
  }

  async discover(id: string): Promise<AksClusterList> {
    return (await this.call('get', `azure/subscriptions/${id}/clusters`)).body;
  }

  /** Synchronizes as a person does, and waits for the end. */
  async sync(id: string): Promise<Operation> {
    const { status, body } = await this.call<Operation>(
      'post',
      `azure/subscriptions/${id}/sync`,
    );
    if (status !== 202) throw new Error(JSON.stringify(body));
    let operation = body;
    await waitUntil(async () => {
      operation = (await this.call('get', `operations/${body.id}`)).body;
      if (!operation.finishedAt) throw new Error('still under way');
    });
    return operation;
  }

  /** Synchronizes all as the schedule does. */
  async tick(): Promise<void> {
    await this.#schedule.triggerTask('fluxcd-azure-sync');
  }

  async clusters(): Promise<Cluster[]> {
    return (await this.call('get', 'clusters')).body.items;
  }

  async cluster(name: string): Promise<Cluster> {
    const found = (await this.clusters()).find(one => one.name === name);
    if (!found) throw new Error(`No cluster ${name}`);
    return found;
  }

  /** Waits until the cluster is in that state. */
  async waitFor(
    name: string,
    state: Cluster['connection']['state'],
  ): Promise<Cluster> {
    let cluster!: Cluster;
    await waitUntil(async () => {
      cluster = await this.cluster(name);
      if (cluster.connection.state !== state) {
        throw new Error(`${name}: ${JSON.stringify(cluster.connection)}`);
      }
    });
    return cluster;
  }

  async stop(): Promise<void> {
    await this.backend.stop();
  }
}

/** Everybody may do everything in it. */
export async function startAzurePortal(options: {
  sim: AzureSim;
  knex?: Knex;
  /** Below `fluxcd.azure`, beside the cloud of the emulator. */
  azure?: JsonObject;
  /** What secrets are sealed with; the same for all portals unless given. */
  encryptionKey?: string;
}): Promise<AzurePortal> {
  const { sim, knex, azure, encryptionKey = key } = options;
  const log: string[] = [];
  const logger = recordingLogger(log);
  const schedule = mockServices.scheduler();
  const backend = await startTestBackend({
    features: [
      fluxcdPlugin,
      fluxcdAzureModule,
      createServiceFactory({
        service: coreServices.logger,
        deps: {},
        factory: () => logger,
      }),
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => logger,
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => schedule,
      }),
      mockServices.permissions.factory({ result: 'ALLOW' } as Parameters<
        typeof mockServices.permissions.factory
      >[0]),
      mockServices.rootConfig.factory({
        data: {
          permission: { enabled: true },
          fluxcd: {
            encryption: { keys: [encryptionKey] },
            clusters: { allowedCidrs: ['127.0.0.0/8'] },
            azure: {
              clouds: [
                {
                  name: 'sim',
                  title: 'Simulated',
                  authorityHost: sim.authorityHost,
                  resourceManagerEndpoint: sim.resourceManagerEndpoint,
                  resourceManagerAudience: sim.resourceManagerAudience,
                  portalUrl: 'https://portal.example.com',
                  certificateAuthority: sim.caPem,
                },
              ],
              ...azure,
            },
          },
        },
      }),
      ...(knex
        ? [
            createServiceFactory({
              service: coreServices.database,
              deps: {},
              factory: () => mockServices.database({ knex }),
            }),
          ]
        : []),
    ],
  });
  return new AzurePortal({ backend, log, schedule });
}

function recordingLogger(log: string[]): LoggerService {
  const write = (message: string, meta?: unknown) => {
    const { stack } = (meta ?? {}) as { stack?: string };
    log.push(`${message} ${JSON.stringify(meta ?? {})} ${stack ?? ''}`);
  };
  const logger: LoggerService = {
    error: write,
    warn: write,
    info: write,
    debug: write,
    child: () => logger,
  };
  return logger;
}
