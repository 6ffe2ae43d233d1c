import type {
  FluxObject,
  ObjectReference,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KubernetesError } from '../kubernetes/KubernetesError';
import type { ClusterObjects, ObjectPatch } from '../resources/ClusterObjects';
import { scrub } from '../security/scrub';
import type { ObjectResult } from './ObjectResult';
import { toFailure } from './toFailure';

/** Per request to the API server. */
export const REQUEST_TIMEOUT_MS = 10_000;
/** Writers that collide with ours are quick. */
const CONFLICT_RETRIES = 5;
const REPLACED = 'It was deleted or replaced.';

/** The object as it was before it was patched and as the API server answered after, or why it was not patched. */
export type PatchResult =
  | { before: FluxObject; after: FluxObject; failure?: undefined }
  | { failure: ObjectResult };

/**
 * Reads an object, asks whether and how it may be patched, and patches it: the same object, by its uid. On a
 * conflict all of that again, so that a decision never outlives the state that it was taken on.
 * Aborting `signal` rejects.
 */
export async function patchObject(options: {
  objects: Pick<ClusterObjects, 'get' | 'patch'>;
  reference: ObjectReference;
  signal: AbortSignal;
  /** Why it must not be patched. */
  refuse: (object: FluxObject) => ObjectResult | undefined;
  patch: (object: FluxObject) => ObjectPatch;
}): Promise<PatchResult> {
  const { objects, reference, signal, refuse, patch } = options;
  const request = { timeoutMs: REQUEST_TIMEOUT_MS, signal };
  let found: FluxObject | undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const before = await objects.get(reference, request);
      if (!before) return gone('It does not exist.');
      if (found && found.metadata.uid !== before.metadata.uid) {
        return gone(REPLACED);
      }
      found = before;
      const failure = refuse(before);
      if (failure) return { failure };
      const after = await objects.patch(reference, {
        ...patch(before),
        uid: before.metadata.uid ?? '',
        ...request,
      });
      return { before, after };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof KubernetesError)) throw error;
      if (error.reason === 'conflict' && attempt < CONFLICT_RETRIES) continue;
      return { failure: await explain(error, found) };
    }
  }

  async function explain(
    error: KubernetesError,
    before: FluxObject | undefined,
  ): Promise<ObjectResult> {
    // It was the reading that failed.
    if (!before) return toFailure(error);
    const message = scrub(error.message);
    if (error.reason === 'not-found') {
      return { outcome: 'gone', message: 'It was deleted.' };
    }
    if (error.reason === 'invalid') {
      // 422 is what a patch of another uid gets, and also what an admission webhook may say.
      const now = await objects.get(reference, request).catch(() => before);
      return now?.metadata.uid === before.metadata.uid
        ? { outcome: 'refused', message }
        : { outcome: 'gone', message: REPLACED };
    }
    return error.reason === 'conflict'
      ? { outcome: 'refused', message }
      : toFailure(error);
  }
}

function gone(message: string): PatchResult {
  return { failure: { outcome: 'gone', message } };
}
