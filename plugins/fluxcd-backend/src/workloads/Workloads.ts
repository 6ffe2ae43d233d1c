import type { WorkloadKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { FIELD_MANAGER } from '../resources/FIELD_MANAGER';
import { type WorkloadObject, workloadObjectSchema } from './WorkloadObject';
import { workloadPath } from './workloadPath';

const TIMEOUT_MS = 5_000;
const PAGE_SIZE = 500;
/** Of one list. Nobody looks through more, and the portal holds them all. */
const MAX_PAGES = 10;

export interface WorkloadReference {
  kind: WorkloadKind;
  namespace: string;
  name: string;
}

/** The workloads and pods of one cluster. Failures are KubernetesError. */
export class Workloads {
  readonly #client: KubernetesClient;
  readonly #signal: AbortSignal | undefined;

  constructor(options: { client: KubernetesClient; signal?: AbortSignal }) {
    this.#client = options.client;
    this.#signal = options.signal;
  }

  async #read(reference: WorkloadReference): Promise<unknown> {
    try {
      return await this.#client.request({
        path: workloadPath(reference),
        timeoutMs: TIMEOUT_MS,
        signal: this.#signal,
      });
    } catch (error) {
      const known = error instanceof KubernetesError;
      if (known && error.statusReason === 'NotFound') return undefined;
      throw error;
    }
  }

  /** Undefined when the API server says that there is no such object. */
  async get(
    reference: WorkloadReference,
  ): Promise<(WorkloadObject & { raw: object }) | undefined> {
    const raw = await this.#read(reference);
    if (raw === undefined) return undefined;
    const object = workloadObjectSchema.safeParse(withParts(raw)).data;
    const { name, namespace } = object?.metadata ?? {};
    if (name !== reference.name || namespace !== reference.namespace) {
      throw new KubernetesError('The answer is not the object asked for.', {
        reason: 'not-kubernetes',
      });
    }
    return object && { ...object, raw: raw as object };
  }

  /**
   * All of a kind in a namespace; what is no object is left out. `truncated`: there are more than are read.
   */
  async list(
    kind: WorkloadKind,
    options: { namespace: string; labelSelector?: string },
  ): Promise<{
    items: Array<WorkloadObject & { raw: object }>;
    truncated: boolean;
  }> {
    const { namespace, labelSelector } = options;
    const items: Array<WorkloadObject & { raw: object }> = [];
    let pages = 0;
    let next: string | undefined;
    do {
      const page: { items?: unknown; metadata?: { continue?: string } } =
        await this.#client.request({
          path: workloadPath({ kind, namespace }),
          query: { labelSelector, limit: PAGE_SIZE, continue: next },
          timeoutMs: TIMEOUT_MS,
          signal: this.#signal,
        });
      if (!Array.isArray(page?.items)) {
        throw new KubernetesError('The answer is not a list.', {
          reason: 'not-kubernetes',
        });
      }
      for (const raw of page.items) {
        const { data } = workloadObjectSchema.safeParse(withParts(raw));
        if (data?.metadata.namespace === namespace)
          items.push({ ...data, raw });
      }
      next = page.metadata?.continue || undefined;
      pages += 1;
    } while (next && pages < MAX_PAGES);
    return { items, truncated: next !== undefined };
  }

  /** Merges `patch` into exactly this object: under another uid it is refused (422). */
  async patch(
    reference: WorkloadReference,
    options: { uid: string; patch: object },
  ): Promise<void> {
    const { uid, patch } = options;
    await this.#client.request({
      method: 'PATCH',
      path: workloadPath(reference),
      query: { fieldManager: FIELD_MANAGER },
      contentType: 'application/merge-patch+json',
      body: { ...patch, metadata: { uid } },
      timeoutMs: TIMEOUT_MS,
      signal: this.#signal,
    });
  }

  /** Deletes exactly this object: under another uid it is refused (409). */
  async delete(
    reference: WorkloadReference,
    options: { uid: string },
  ): Promise<void> {
    await this.#client.request({
      method: 'DELETE',
      path: workloadPath(reference),
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid: options.uid },
      },
      timeoutMs: TIMEOUT_MS,
      signal: this.#signal,
    });
  }
}

/** An object without spec or status has empty ones. */
function withParts(raw: unknown): unknown {
  return typeof raw === 'object' ? { spec: {}, status: {}, ...raw } : raw;
}
