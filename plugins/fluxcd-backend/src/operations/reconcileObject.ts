import { randomBytes } from 'node:crypto';
import {
  type FluxObject,
  isStatic,
  isSuspended,
  type ObjectReference,
  observeReconcile,
  reconcileRefusal,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KubernetesError } from '../kubernetes/KubernetesError';
import type { ClusterObjects, ObjectPatch } from '../resources/ClusterObjects';
import { scrub } from '../security/scrub';
import type { ObjectResult } from './ObjectResult';
import { parseDuration } from './parseDuration';
import { patchObject, REQUEST_TIMEOUT_MS } from './patchObject';
import { toFailure } from './toFailure';

const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';

/** As the flux CLI. */
const DEFAULT_WAIT_MS = 5 * 60_000;
/** On top of the object's own timeout: the controller may have others before it. */
const QUEUE_MS = 60_000;
const MAX_WAIT_MS = 2 * 3_600_000;
/** How long a cluster may stay silent while its answer is awaited. */
const SILENCE_MS = 60_000;

interface Options {
  objects: Pick<ClusterObjects, 'get' | 'patch'>;
  reference: ObjectReference;
  /** Aborting it rejects. */
  signal: AbortSignal;
  /** Called with what is awaited, in words. */
  onProgress: (message: string) => Promise<void>;
  /** Waits until it is time to look again. */
  pause: () => Promise<void>;
  /** Why it cannot be asked; default: what `reconcileRefusal` says. */
  refuse?: (object: FluxObject) => ObjectResult | undefined;
  /** What goes into the same patch as the request with `token`. */
  patch?: (object: FluxObject, token: string) => ObjectPatch;
}

/** How it ended; `asked`, when it came to that: with which token, and the object that gave the answer. */
export interface ReconcileResult extends ObjectResult {
  asked?: { token: string; seen?: FluxObject };
}

/** Any change of the value triggers; two requests in the same millisecond must differ. */
function makeToken(): string {
  return `${new Date().toISOString()}-${randomBytes(4).toString('hex')}`;
}

function waitFor(object: FluxObject): number {
  const own = parseDuration(object.spec?.timeout) ?? 0;
  return Math.min(Math.max(DEFAULT_WAIT_MS, own + QUEUE_MS), MAX_WAIT_MS);
}

function refuseToReconcile(object: FluxObject): ObjectResult | undefined {
  const message = reconcileRefusal(object);
  if (message === undefined) return undefined;
  if (isStatic(object)) return { outcome: 'refused', skipped: true, message };
  return { outcome: isSuspended(object) ? 'suspended' : 'refused', message };
}

/**
 * Asks Flux to reconcile one object and watches until it can be told how that went. The object's own state before
 * decides whether it can be asked at all; `observeReconcile` has the rules for what counts as an answer.
 */
export async function reconcileObject(
  options: Options,
): Promise<ReconcileResult> {
  const { objects, reference, signal, onProgress, pause } = options;
  const { refuse = refuseToReconcile, patch } = options;

  const token = makeToken();
  const request = await patchObject({
    objects,
    reference,
    signal,
    refuse,
    patch: object => {
      const more = patch?.(object, token);
      const annotations = { ...more?.annotations, [REQUESTED_AT]: token };
      return { ...more, annotations };
    },
  });
  if (request.failure) return request.failure;
  const { before } = request;

  const uid = before.metadata.uid ?? '';
  const deadline = Date.now() + waitFor(before);
  let lastAnswer = Date.now();
  let message = 'Waiting for the controller.';
  await onProgress(message);
  for (;;) {
    await pause();
    try {
      const object = await objects.get(reference, {
        timeoutMs: REQUEST_TIMEOUT_MS,
        signal,
      });
      const observed = observeReconcile(object, { token, uid });
      lastAnswer = Date.now();
      const words = scrub(observed.message);
      if (observed.state === 'done') {
        const { outcome, revision } = observed;
        return {
          outcome,
          message: words,
          revision,
          asked: { token, seen: object },
        };
      }
      if (words !== message) {
        message = words;
        await onProgress(message);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof KubernetesError)) throw error;
      if (Date.now() - lastAnswer > SILENCE_MS) {
        return { ...toFailure(error), asked: { token } };
      }
    }
    if (Date.now() > deadline) {
      return {
        outcome: 'timed-out',
        message: `Flux was asked and has not finished in time. Last seen: ${message}`,
        asked: { token },
      };
    }
  }
}
