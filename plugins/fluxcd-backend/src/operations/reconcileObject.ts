import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type FluxObject,
  isStatic,
  isSuspended,
  type ObjectReference,
  observeReconcile,
  type OperationOutcome,
  reconcileRefusal,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KubernetesError } from '../kubernetes/KubernetesError';
import type { ClusterObjects } from '../resources/ClusterObjects';
import { scrub } from '../security/scrub';
import { parseDuration } from './parseDuration';
import { toFailure } from './toFailure';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

/** Per request to the API server. */
const REQUEST_TIMEOUT_MS = 10_000;
/** As the flux CLI. */
const DEFAULT_WAIT_MS = 5 * 60_000;
/** On top of the object's own timeout: the controller may have others before it. */
const QUEUE_MS = 60_000;
const MAX_WAIT_MS = 2 * 3_600_000;
/** How long a cluster may stay silent while its answer is awaited. */
const SILENCE_MS = 60_000;
/** Writers that collide with ours are quick. */
const CONFLICT_RETRIES = 5;

/** How the request to reconcile one object ended. */
export interface ReconcileResult {
  outcome: OperationOutcome | 'skipped';
  message: string;
  revision?: string;
}

interface Options {
  objects: Pick<ClusterObjects, 'get' | 'annotate'>;
  reference: ObjectReference;
  /** Aborting it rejects. */
  signal: AbortSignal;
  /** Called with what is awaited, in words. */
  onProgress: (message: string) => Promise<void>;
  pollIntervalMs: number;
}

/** Any change of the value triggers; two requests in the same millisecond must differ. */
function makeToken(): string {
  return `${new Date().toISOString()}-${randomBytes(4).toString('hex')}`;
}

function waitFor(object: FluxObject): number {
  const own = parseDuration(object.spec?.timeout) ?? 0;
  return Math.min(Math.max(DEFAULT_WAIT_MS, own + QUEUE_MS), MAX_WAIT_MS);
}

/** Sets the annotation; undefined when that went well. */
async function request(
  options: Options,
  object: FluxObject,
  token: string,
): Promise<ReconcileResult | undefined> {
  const { objects, reference, signal } = options;
  const uid = object.metadata.uid ?? '';
  for (let attempt = 1; ; attempt++) {
    try {
      await objects.annotate(reference, {
        uid,
        annotations: { [REQUESTED_AT]: token },
        timeoutMs: REQUEST_TIMEOUT_MS,
        signal,
      });
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof KubernetesError)) throw error;
      if (error.reason === 'conflict' && attempt < CONFLICT_RETRIES) continue;
      if (error.reason === 'not-found') {
        return { outcome: 'gone', message: 'It was deleted.' };
      }
      if (error.reason === 'invalid') {
        // 422 is what a patch of another uid gets, and also what an admission webhook may say.
        const now = await objects
          .get(reference, { timeoutMs: REQUEST_TIMEOUT_MS, signal })
          .catch(() => object);
        return now?.metadata.uid === uid
          ? { outcome: 'refused', message: scrub(error.message) }
          : { outcome: 'gone', message: 'It was deleted or replaced.' };
      }
      if (error.reason === 'conflict') {
        return { outcome: 'refused', message: scrub(error.message) };
      }
      return toFailure(error);
    }
  }
}

/**
 * Asks Flux to reconcile one object and watches until it can be told how that went. The object's own state before
 * decides whether it can be asked at all; `observeReconcile` has the rules for what counts as an answer.
 */
export async function reconcileObject(
  options: Options,
): Promise<ReconcileResult> {
  const { objects, reference, signal, onProgress, pollIntervalMs } = options;
  const read = () =>
    objects.get(reference, { timeoutMs: REQUEST_TIMEOUT_MS, signal });

  let before: FluxObject | undefined;
  try {
    before = await read();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof KubernetesError) return toFailure(error);
    throw error;
  }
  if (!before) return { outcome: 'gone', message: 'It does not exist.' };
  const refusal = reconcileRefusal(before);
  if (refusal) {
    if (isStatic(before)) return { outcome: 'skipped', message: refusal };
    return {
      outcome: isSuspended(before) ? 'suspended' : 'refused',
      message: refusal,
    };
  }

  const token = makeToken();
  const failure = await request(options, before, token);
  if (failure) return failure;

  const uid = before.metadata.uid ?? '';
  const deadline = Date.now() + waitFor(before);
  let lastAnswer = Date.now();
  let message = 'Waiting for the controller.';
  await onProgress(message);
  for (;;) {
    await sleep(pollIntervalMs, undefined, { signal });
    try {
      const seen = observeReconcile(await read(), { token, uid });
      lastAnswer = Date.now();
      const words = scrub(seen.message);
      if (seen.state === 'done') {
        return {
          outcome: seen.outcome,
          message: words,
          revision: seen.revision,
        };
      }
      if (words !== message) {
        message = words;
        await onProgress(message);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof KubernetesError)) throw error;
      if (Date.now() - lastAnswer > SILENCE_MS) return toFailure(error);
    }
    if (Date.now() > deadline) {
      return {
        outcome: 'timed-out',
        message: `Flux was asked and has not finished in time. Last seen: ${message}`,
      };
    }
  }
}
