import { NotFoundError } from '@backstage/errors';
import {
  findFluxKind,
  type FluxObject,
  type Freshness,
  type ObjectReference,
  parseInventory,
  readConditions,
  readDependsOn,
  readFacts,
  readHistory,
  readParent,
  readReverter,
  readSource,
  reconcileChain,
  reconcileRefusal,
  type Resource,
  type ResourceDetail,
  type ResourceEvent,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import type { ConnectionStore } from '../fleet/ConnectionStore';
import { projectResource } from '../fleet/projectResource';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { scrub } from '../security/scrub';
import { ClusterObjects } from './ClusterObjects';
import { describeActions } from './describeActions';
import { listEvents } from './listEvents';
import type { ResourceStore } from './ResourceStore';
import { toResource } from './toResource';
import { withResourceId } from './withResourceId';

/** How long a reader waits for a cluster before being shown what is stored. */
const LIVE_TIMEOUT_MS = 4_000;

type Live = { object: FluxObject } | { message: string };

/** Answers questions about one resource, live from its cluster. */
export class ResourceService {
  readonly #store: ResourceStore;
  readonly #connector: ClusterConnector;
  readonly #connections: ConnectionStore;

  constructor(options: {
    store: ResourceStore;
    connector: ClusterConnector;
    connections: ConnectionStore;
  }) {
    this.#store = options.store;
    this.#connector = options.connector;
    this.#connections = options.connections;
  }

  /** @throws NotFoundError when neither the fleet nor, being asked, the cluster has it. */
  async detail(id: string): Promise<ResourceDetail> {
    const stored = await this.#get(id);
    const { clusterId, clusterName } = stored;
    const health = await this.#connections.get(clusterId);
    if (!health) throw notFound();
    const freshness = {
      clusterId,
      clusterName,
      connection: health.connection,
    };
    const live = await this.#read(stored);
    return 'object' in live
      ? this.#describe(live.object, stored, freshness)
      : this.#describeStored(live.message, stored, freshness);
  }

  /** Newest first. @throws NotFoundError, KubernetesError */
  async events(id: string): Promise<ResourceEvent[]> {
    const resource = await this.#get(id);
    const client = await this.#connector.connect(resource.clusterId);
    return listEvents(client, resource);
  }

  async #get(id: string): Promise<Resource> {
    const resource = await this.#store.get(id);
    if (!resource) throw notFound();
    return resource;
  }

  async #read(stored: Resource): Promise<Live> {
    const objects = new ClusterObjects({
      clusterId: stored.clusterId,
      connector: this.#connector,
      store: this.#store,
    });
    let object: FluxObject | undefined;
    try {
      object = await objects.get(stored, { timeoutMs: LIVE_TIMEOUT_MS });
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      return { message: scrub(error.message) };
    }
    // The row outlives the object by the time that the fleet needs to hear of it.
    if (!object) throw notFound();
    return { object };
  }

  /** Named fields only: values, annotations and managed fields stay behind. */
  async #describe(
    object: FluxObject,
    stored: Resource,
    freshness: Freshness,
  ): Promise<ResourceDetail> {
    const { clusterId } = stored;
    const kind = findFluxKind(stored.group, stored.kind);
    if (!kind) throw notFound();
    const version = object.apiVersion.split('/')[1] ?? stored.version;
    const row = projectResource({ clusterId, kind, version, object });
    const resource = toResource(
      { ...row, updated_at: new Date().toISOString() },
      stored.clusterName,
    );

    const inventory = parseInventory(object);
    const dependsOn = readDependsOn(object);
    const parent = readParent(object);
    const source = readSource(object);
    const reverter = readReverter(object);
    const facts = readFacts(object);
    const link = await this.#linker(clusterId, [
      ...(reverter ? [reverter] : []),
      ...inventory,
      ...dependsOn,
      ...(parent ? [parent] : []),
      ...(source ? [source] : []),
      ...facts.flatMap(f => f.references ?? []),
    ]);
    const linkedSource = source && link(source);
    const refusal = reconcileRefusal(object);
    const fact = (name: string) => facts.find(f => f.name === name)?.value;
    return {
      resource,
      live: true,
      freshness,
      conditions: readConditions(object).map(condition => ({
        ...condition,
        message: condition.message && scrub(condition.message),
      })),
      interval: fact('interval'),
      timeout: fact('timeout'),
      facts: facts
        .filter(f => f.name !== 'interval' && f.name !== 'timeout')
        .map(f => ({ ...f, references: f.references?.map(link) })),
      source: linkedSource,
      sourceResource:
        linkedSource?.resourceId === undefined
          ? undefined
          : await this.#store.get(linkedSource.resourceId),
      dependsOn: dependsOn.map(link),
      parent: parent && link(parent),
      inventory: inventory.map(link),
      history: readHistory(object),
      labels: Object.fromEntries(
        Object.entries(object.metadata.labels ?? {}).filter(
          ([, value]) => typeof value === 'string',
        ),
      ),
      reconcile: {
        supported: refusal === undefined,
        withSource: reconcileChain(object).length > 0,
        refusal,
      },
      ...describeActions(object, link),
    };
  }

  async #describeStored(
    liveMessage: string,
    stored: Resource,
    freshness: Freshness,
  ): Promise<ResourceDetail> {
    const silent = {
      supported: false,
      refusal: `The cluster does not answer: ${liveMessage}`,
    };
    const sourceId = stored.source?.resourceId;
    return {
      resource: stored,
      live: false,
      liveMessage,
      freshness,
      conditions: stored.ready
        ? [
            {
              type: 'Ready',
              status: stored.ready,
              reason: stored.reason,
              message: stored.message,
            },
          ]
        : [],
      facts: Object.entries(stored.facts ?? {}).map(([name, value]) => ({
        name,
        value,
      })),
      source: stored.source,
      sourceResource: sourceId ? await this.#store.get(sourceId) : undefined,
      dependsOn: [],
      inventory: [],
      history: [],
      labels: {},
      reconcile: { ...silent, withSource: false },
      suspend: silent,
      resume: silent,
      force: silent,
      reset: silent,
    };
  }

  /** Adds the resource id to those references that the fleet has a row for. */
  async #linker(clusterId: string, references: ObjectReference[]) {
    const ids = references.flatMap(
      r => withResourceId(clusterId, r).resourceId ?? [],
    );
    const existing = await this.#store.existing([...new Set(ids)]);
    return <T extends ObjectReference>(reference: T): T => {
      const linked = withResourceId(clusterId, reference);
      return linked.resourceId && existing.has(linked.resourceId)
        ? linked
        : reference;
    };
  }
}

function notFound(): NotFoundError {
  return new NotFoundError('There is no such resource');
}
