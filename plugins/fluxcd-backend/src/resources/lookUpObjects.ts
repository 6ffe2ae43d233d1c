import type {
  FluxObject,
  ManagedObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import pLimit from 'p-limit';
import type { KubernetesClient } from '../kubernetes/KubernetesClient';
import { KubernetesError } from '../kubernetes/KubernetesError';
import { scrub } from '../security/scrub';
import { findApiResource } from './findApiResource';
import { isServable, managedPath } from './managedPath';

/** Requests of one look-up that run at once. */
const AT_ONCE = 8;
/** Objects read one by one because no list had them; an API server is not asked for more at a click. */
const MAX_SINGLE = 200;
const PAGE_SIZE = 500;
const PARTIAL = 'g=meta.k8s.io;v=v1,application/json;q=0.1';

/** What was found: the object, that there is none, or why it is not known. */
export type LookUp =
  | { object: FluxObject }
  | { missing: true }
  | { problem: string };

/** Existing is all there is to know of these, and what they hold is none of our business. */
function isMetadataOnly({ group, kind }: ManagedObject): boolean {
  return (
    group === 'rbac.authorization.k8s.io' ||
    (group === '' && (kind === 'Secret' || kind === 'ConfigMap'))
  );
}

function keyOf({ group, kind, namespace, name }: ManagedObject): string {
  return [group, kind, namespace, name].join('/');
}

/** Items of lists, and partial objects, do not say what they are. */
function withType(item: unknown, type: ManagedObject): FluxObject | undefined {
  const object = item as FluxObject | undefined;
  if (typeof object?.metadata?.name !== 'string') return undefined;
  const { group, version, kind } = type;
  return {
    ...object,
    apiVersion: group ? `${group}/${version}` : `${version}`,
    kind,
  };
}

/**
 * Looks up objects of any kind in a cluster. Several of a kind in a namespace are listed by `labelSelector`; those that
 * are alone, or that the list did not have, are read one by one. Never fails: what could not be looked up, in time or at
 * all, is answered with the reason. The answers are in the order of the objects.
 */
export async function lookUpObjects(options: {
  client: KubernetesClient;
  objects: readonly ManagedObject[];
  labelSelector?: string;
  signal: AbortSignal;
}): Promise<LookUp[]> {
  const { client, objects, labelSelector, signal } = options;
  const limit = pLimit(AT_ONCE);
  const found = new Map<string, LookUp>();
  let singles = 0;

  const attempt = async (
    batch: readonly ManagedObject[],
    work: () => Promise<void>,
  ) => {
    let problem: string;
    try {
      signal.throwIfAborted();
      await work();
      return;
    } catch (error) {
      if (signal.aborted) problem = 'It was not looked up in time.';
      else if (error instanceof KubernetesError) problem = scrub(error.message);
      else throw error;
    }
    for (const object of batch) {
      const key = keyOf(object);
      if (!found.has(key)) found.set(key, { problem });
    }
  };

  const readOne = (object: ManagedObject, path: string) =>
    limit(() =>
      attempt([object], async () => {
        if (++singles > MAX_SINGLE) {
          found.set(keyOf(object), {
            problem: 'It was not looked up: there are too many objects.',
          });
          return;
        }
        try {
          const item = await client.request({
            path,
            accept: isMetadataOnly(object)
              ? `application/json;as=PartialObjectMetadata;${PARTIAL}`
              : undefined,
            signal,
          });
          const typed = withType(item, object);
          found.set(
            keyOf(object),
            typed?.metadata.name === object.name
              ? { object: typed }
              : { problem: 'The answer is not the object asked for.' },
          );
        } catch (error) {
          const known = error instanceof KubernetesError;
          // A bare 404 speaks of the API, only a Status of the object.
          if (!known || error.statusReason !== 'NotFound') throw error;
          found.set(keyOf(object), { missing: true });
        }
      }),
    );

  const readList = (batch: readonly ManagedObject[], path: string) =>
    limit(() =>
      attempt(batch, async () => {
        const wanted = new Set(batch.map(keyOf));
        let next: string | undefined;
        do {
          const page: {
            items?: unknown;
            metadata?: { continue?: string };
          } = await client.request({
            path,
            accept: isMetadataOnly(batch[0])
              ? `application/json;as=PartialObjectMetadataList;${PARTIAL}`
              : undefined,
            query: { labelSelector, limit: PAGE_SIZE, continue: next },
            signal,
          });
          for (const item of Array.isArray(page?.items) ? page.items : []) {
            const object = withType(item, batch[0]);
            const key =
              object &&
              keyOf({
                ...batch[0],
                namespace: batch[0].namespace,
                name: object.metadata.name,
              });
            if (key && wanted.has(key)) found.set(key, { object });
          }
          next = page?.metadata?.continue || undefined;
        } while (next);
      }),
    );

  const batches = new Map<string, ManagedObject[]>();
  for (const object of objects) {
    const { group, version, kind, namespace } = object;
    const key = [group, version, kind, namespace].join('/');
    batches.set(key, [...(batches.get(key) ?? []), object]);
  }
  await Promise.all(
    [...batches.values()].map(batch =>
      attempt(batch, async () => {
        const [{ group, version, kind, namespace }] = batch;
        const type = { group, version };
        const resource = isServable(type)
          ? await limit(() => findApiResource(client, { ...type, kind }))
          : undefined;
        if (!resource) {
          for (const object of batch) {
            found.set(keyOf(object), {
              problem: `The cluster does not serve ${kind} in this version.`,
            });
          }
          return;
        }
        const collection = managedPath(
          { group, version, kind, namespace },
          resource,
        );
        if (labelSelector && batch.length > 1 && collection) {
          await readList(batch, collection);
        }
        const rest = batch.filter(object => !found.has(keyOf(object)));
        await Promise.all(
          rest.map(object => {
            const path = managedPath(object, resource);
            if (path) return readOne(object, path);
            found.set(keyOf(object), { problem: 'Its name is not valid.' });
            return undefined;
          }),
        );
      }),
    ),
  );
  return objects.map(
    object => found.get(keyOf(object)) ?? { problem: 'It was not looked up.' },
  );
}
