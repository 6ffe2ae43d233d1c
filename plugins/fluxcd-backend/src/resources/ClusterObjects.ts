import type {
  FluxObject,
  ObjectReference,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { objectPath } from './objectPath';
import type { ResourceStore } from './ResourceStore';

/** Ours in `managedFields`. Never one that starts with `kubectl`: kustomize-controller reverts what those set. */
const FIELD_MANAGER = 'backstage-fluxcd';

/** The live Flux objects of one cluster. Failures are KubernetesError. */
export class ClusterObjects {
  readonly #clusterId: string;
  readonly #connector: ClusterConnector;
  readonly #store: Pick<ResourceStore, 'findVersion'>;

  constructor(options: {
    clusterId: string;
    connector: ClusterConnector;
    store: Pick<ResourceStore, 'findVersion'>;
  }) {
    this.#clusterId = options.clusterId;
    this.#connector = options.connector;
    this.#store = options.store;
  }

  /** Undefined when the API server says that there is no such object. */
  async get(
    reference: ObjectReference,
    options: { timeoutMs: number; signal?: AbortSignal },
  ): Promise<FluxObject | undefined> {
    const path = await this.#path(reference);
    const client = await this.#connect();
    try {
      const object = await client.request<FluxObject>({ path, ...options });
      if (!isObject(object, reference)) {
        throw new KubernetesError('The answer is not the object asked for.', {
          reason: 'not-kubernetes',
        });
      }
      return object;
    } catch (error) {
      // Only a Status body speaks of the object; a bare 404 means that its API is not served (any more).
      if (
        error instanceof KubernetesError &&
        error.statusReason === 'NotFound'
      ) {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Sets annotations of exactly this object: with the uid in the patch, an object that was made anew under the
   * same name is refused (422).
   */
  async annotate(
    reference: ObjectReference,
    options: {
      uid: string;
      annotations: Record<string, string>;
      timeoutMs: number;
      signal?: AbortSignal;
    },
  ): Promise<void> {
    const { uid, annotations, ...rest } = options;
    const path = await this.#path(reference);
    const client = await this.#connect();
    await client.request({
      method: 'PATCH',
      path,
      query: { fieldManager: FIELD_MANAGER },
      contentType: 'application/merge-patch+json',
      body: { metadata: { uid, annotations } },
      ...rest,
    });
  }

  async #connect(): Promise<KubernetesClient> {
    try {
      return await this.#connector.connect(this.#clusterId);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'NotFoundError')
        throw error;
      throw new KubernetesError('The cluster was removed from the portal', {
        reason: 'unreachable',
      });
    }
  }

  async #path(reference: ObjectReference): Promise<string> {
    const version = await this.#store.findVersion(this.#clusterId, reference);
    if (!version) {
      throw new KubernetesError(
        `The cluster does not serve ${reference.kind} as far as is known`,
        { reason: 'not-found', status: 404 },
      );
    }
    return objectPath(reference, version);
  }
}

/** A proxy or a broken server may answer anything: what is read on without a check is checked here. */
function isObject(
  value: FluxObject | undefined,
  reference: ObjectReference,
): boolean {
  const { name, namespace, uid } = value?.metadata ?? {};
  return (
    value?.kind === reference.kind &&
    typeof value.apiVersion === 'string' &&
    name === reference.name &&
    namespace === reference.namespace &&
    typeof uid === 'string' &&
    uid !== ''
  );
}
