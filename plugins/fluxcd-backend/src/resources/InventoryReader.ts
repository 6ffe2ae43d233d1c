import { NotFoundError } from '@backstage/errors';
import {
  type FluxObject,
  type ManagedObject,
  parseInventory,
  type Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { ClusterObjects } from './ClusterObjects';
import type { ResourceStore } from './ResourceStore';

const TIMEOUT_MS = 4_000;

/** What a resource manages, as its own status says at this moment. */
export interface Inventory {
  resource: Resource;
  object: FluxObject;
  objects: ManagedObject[];
  /** The objects are in another cluster, which this client does not reach. */
  remote: boolean;
  client: KubernetesClient;
}

/** Reads inventories live: what may be looked at, and acted on, is what Flux manages now. */
export class InventoryReader {
  readonly #store: Pick<ResourceStore, 'get' | 'findVersion'>;
  readonly #connector: ClusterConnector;

  constructor(options: {
    store: Pick<ResourceStore, 'get' | 'findVersion'>;
    connector: ClusterConnector;
  }) {
    this.#store = options.store;
    this.#connector = options.connector;
  }

  /** @throws NotFoundError, KubernetesError */
  async read(
    resourceId: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<Inventory> {
    const resource = await this.#store.get(resourceId);
    if (!resource) throw notFound();
    const { clusterId } = resource;
    const objects = new ClusterObjects({
      clusterId,
      connector: this.#connector,
      store: this.#store,
    });
    const object = await objects.get(resource, {
      timeoutMs: TIMEOUT_MS,
      signal: options.signal,
    });
    if (!object) throw notFound();
    return {
      resource,
      object,
      objects: parseInventory(object),
      remote: object.spec?.kubeConfig !== undefined,
      client: await this.#connector.connect(clusterId),
    };
  }
}

function notFound(): NotFoundError {
  return new NotFoundError('There is no such resource');
}
