import { isDeepStrictEqual } from 'node:util';
import { fillDefaults } from './fillDefaults';
import type { Kind } from './Kind';
import type { KubeObject } from './ObjectStore';

/** What the start of a deletion writes into the metadata. */
export interface Deletion {
  deletionTimestamp: string;
  deletionGracePeriodSeconds: number;
}

function desired(object: KubeObject): unknown {
  const { metadata: _metadata, status: _status, ...rest } = object;
  return rest;
}

/** What counts as a change: everything but the fields that a write itself moves. */
function comparable(object: KubeObject): unknown {
  const {
    resourceVersion: _version,
    generation: _generation,
    managedFields: _managed,
    ...metadata
  } = object.metadata;
  return { ...object, metadata };
}

/** How one object takes the place of another. */
export const replacement = {
  /** `wanted` with the identity of `previous`, defaults filled in and the generation counted. */
  prepare(options: {
    kind: Kind;
    previous: KubeObject;
    wanted: KubeObject;
    deletion?: Deletion;
  }): KubeObject {
    const { kind, previous, deletion } = options;
    const next = structuredClone(options.wanted);
    const old: KubeObject['metadata'] & Partial<Deletion> = previous.metadata;
    const {
      generation: _generation,
      deletionTimestamp: _time,
      deletionGracePeriodSeconds: _grace,
      ...metadata
    } = next.metadata as typeof old;
    const { deletionTimestamp, deletionGracePeriodSeconds } = deletion ?? old;
    next.apiVersion = previous.apiVersion;
    next.kind = previous.kind;
    next.metadata = {
      ...metadata,
      name: old.name,
      ...(old.namespace ? { namespace: old.namespace } : {}),
      uid: old.uid,
      creationTimestamp: old.creationTimestamp,
      ...(deletionTimestamp
        ? { deletionTimestamp, deletionGracePeriodSeconds }
        : {}),
      resourceVersion: old.resourceVersion,
      managedFields: old.managedFields,
    };
    fillDefaults(kind, next);
    if (old.generation !== undefined) {
      const bump =
        deletion || !isDeepStrictEqual(desired(previous), desired(next));
      next.metadata.generation = old.generation + (bump ? 1 : 0);
    }
    return next;
  },

  changes(previous: KubeObject, next: KubeObject): boolean {
    return !isDeepStrictEqual(comparable(previous), comparable(next));
  },

  /** Whether nothing holds an object any longer that is being deleted. */
  isDone(kind: Kind, object: KubeObject): boolean {
    const { deletionTimestamp, finalizers, ...rest } = object.metadata;
    return (
      !!deletionTimestamp &&
      !finalizers?.length &&
      !(rest as Partial<Deletion>).deletionGracePeriodSeconds &&
      !(kind.kind === 'Namespace' && object.spec?.finalizers?.length)
    );
  },
};
