import type {
  FluxObject,
  ObjectReference,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterConnector } from '../clusters/ClusterConnector';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { FIELD_MANAGER } from './FIELD_MANAGER';
import { objectPath } from './objectPath';
import type { ResourceStore } from './ResourceStore';

/** What is merged into an object; `null` removes. */
export interface ObjectPatch {
  annotations?: Record<string, string | null>;
  spec?: Record<string, unknown>;
  /** Only if the object is still at this version; otherwise a conflict (409). */
  resourceVersion?: string;
}

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
      if (!isObject(object, reference)) throw notTheObject();
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
   * Merges into exactly this object: with the uid in the patch, an object that was made anew under the same name is
   * refused (422). Answers the object as the API server has it then.
   */
  async patch(
    reference: ObjectReference,
    options: ObjectPatch & {
      uid: string;
      timeoutMs: number;
      signal?: AbortSignal;
    },
  ): Promise<FluxObject> {
    const { uid, resourceVersion, annotations, spec, ...rest } = options;
    const path = await this.#path(reference);
    const client = await this.#connect();
    const object = await client.request<FluxObject>({
      method: 'PATCH',
      path,
      query: { fieldManager: FIELD_MANAGER },
      contentType: 'application/merge-patch+json',
      body: { metadata: { uid, resourceVersion, annotations }, spec },
      ...rest,
    });
    if (!isObject(object, reference)) throw notTheObject();
    return object;
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

function notTheObject(): KubernetesError {
  return new KubernetesError('The answer is not the object asked for.', {
    reason: 'not-kubernetes',
  });
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
