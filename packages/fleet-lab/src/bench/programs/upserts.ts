import { KubeConfig, Watch } from '@kubernetes/client-node';
import knexFactory, { type Knex } from 'knex';
import { Agent } from 'undici';
import type { FluxResource } from '../objects/FluxResource';
import type { FleetPlace } from '../ours/startFleet';
import { answerCalls } from '../process/answerCalls';
import { Meter } from '../process/Meter';

/** The columns that a list shows, as an expert would cut them out of an object: no JSON, one primary key, three indexes. */
function toRow(cluster: string, object: FluxResource) {
  const { metadata, status, spec, apiVersion, kind } = object;
  const ready = status.conditions.find(c => c.type === 'Ready');
  const busy = status.conditions.some(
    c => c.type === 'Reconciling' && c.status === 'True',
  );
  const source = (spec.sourceRef ?? {}) as Record<string, string>;
  return {
    cluster,
    uid: metadata.uid,
    api_group: apiVersion.split('/')[0],
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
    resource_version: metadata.resourceVersion,
    generation: metadata.generation,
    created_at: metadata.creationTimestamp as string,
    status: busy ? 'progressing' : String(ready?.status ?? 'Unknown'),
    ready: String(ready?.status ?? 'Unknown'),
    reason: String(ready?.reason ?? ''),
    message: String(ready?.message ?? '').slice(0, 1024),
    last_transition: String(ready?.lastTransitionTime ?? ''),
    revision: String(status.lastAppliedRevision ?? ''),
    suspended: spec.suspend === true,
    source_kind: source.kind ?? '',
    source_name: source.name ?? '',
    source_namespace: source.namespace ?? '',
    path: String(spec.path ?? ''),
    team: metadata.labels['app.kubernetes.io/part-of'] ?? '',
  };
}

const PATH = '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations';
const meter = new Meter();
let abort: AbortController | undefined;
let knex: Knex;
let writing: Promise<unknown> = Promise.resolve();
let written = 0;

answerCalls({
  meter: (options?: { delays: boolean }) => meter.start(options),
  read: () => meter.read(),
  async prepare(url: string) {
    knex = knexFactory({
      client: 'pg',
      connection: url,
      pool: { min: 1, max: 1 },
    });
    await knex.schema.createTable('objects', table => {
      for (const column of Object.keys(
        toRow('', {
          metadata: { labels: {} },
          status: { conditions: [] },
          spec: {},
          apiVersion: '',
          kind: '',
        } as never),
      )) {
        if (column === 'generation') table.integer(column).notNullable();
        else if (column === 'suspended') table.boolean(column).notNullable();
        else table.text(column).notNullable();
      }
      table.primary(['cluster', 'uid']);
      table.index(['kind', 'status', 'last_transition']);
      table.index(['cluster', 'namespace', 'name']);
      table.index(['status']);
    });
  },
  /** Lists one cluster and writes what it has. */
  async list({ port, caPem }: FleetPlace, cluster: number) {
    const { body } = await new Agent({ connect: { ca: caPem } }).request({
      origin: `https://127.0.0.1:${port}`,
      path: `/c${cluster}${PATH}`,
      method: 'GET',
    });
    const list = (await body.json()) as { items: FluxResource[] };
    await knex.batchInsert(
      'objects',
      list.items.map(object => toRow(`cluster-${cluster}`, object)),
      500,
    );
  },
  /** Watches it as the library does, and writes every event as it comes. The library ends a watch after 30 s of silence. */
  async watch({ port, caPem }: FleetPlace, cluster: number) {
    abort?.abort();
    const config = new KubeConfig();
    config.loadFromOptions({
      clusters: [
        {
          name: 'cluster',
          server: `https://127.0.0.1:${port}/c${cluster}`,
          caData: Buffer.from(caPem).toString('base64'),
        },
      ],
      users: [{ name: 'user', token: 'bench' }],
      contexts: [{ name: 'context', cluster: 'cluster', user: 'user' }],
      currentContext: 'context',
    });
    abort = await new Watch(config).watch(
      PATH,
      { resourceVersion: '1000000' },
      (_type, object: FluxResource) => {
        const row = toRow(`cluster-${cluster}`, object);
        // In the order of the events: a later one must not be overtaken.
        writing = writing.then(async () => {
          await knex('objects')
            .insert(row)
            .onConflict(['cluster', 'uid'])
            .merge();
          written += 1;
        });
      },
      () => {},
    );
  },
  written: () => written,
});
