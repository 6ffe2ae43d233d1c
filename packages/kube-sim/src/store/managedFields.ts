import { FieldSet } from './FieldSet';
import { fieldsOf } from './fieldsOf';
import type { KubeObject } from './ObjectStore';
import type { Shape } from './Shape';

export interface Writer {
  manager: string;
  operation: 'Apply' | 'Update';
  subresource?: string;
}

export interface Ownership extends Writer {
  apiVersion: string;
  time: string;
  fields: FieldSet;
}

function same(a: Writer & { apiVersion: string }, b: typeof a): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    a.apiVersion === b.apiVersion
  );
}

/** Applies first, then by time, then by name: the order the API server keeps. */
function order(a: Ownership, b: Ownership): number {
  if (a.operation !== b.operation) {
    return a.operation === 'Apply' ? -1 : 1;
  }
  if (a.time !== b.time) {
    return a.time < b.time ? -1 : 1;
  }
  return a.manager < b.manager ? -1 : 1;
}

/** Reads and writes `metadata.managedFields`. */
export const managedFields = {
  read(object: KubeObject | undefined): Ownership[] {
    return ((object?.metadata.managedFields ?? []) as any[]).map(entry => ({
      manager: entry.manager,
      operation: entry.operation,
      subresource: entry.subresource,
      apiVersion: entry.apiVersion,
      time: entry.time,
      fields: FieldSet.fromV1(entry.fieldsV1),
    }));
  },

  write(owners: Ownership[]): unknown[] {
    return owners
      .filter(owner => !owner.fields.isEmpty)
      .sort(order)
      .map(owner => ({
        apiVersion: owner.apiVersion,
        fieldsType: 'FieldsV1',
        fieldsV1: owner.fields.toV1(),
        manager: owner.manager,
        operation: owner.operation,
        ...(owner.subresource ? { subresource: owner.subresource } : {}),
        time: owner.time,
      }));
  },

  /** After a write that is not an apply: what changed belongs to the writer alone. */
  afterUpdate(options: {
    previous: KubeObject | undefined;
    next: KubeObject;
    shape: Shape;
    writer: Writer;
    time: string;
    /** For kinds whose status has a writer of its own. */
    ignoreStatus?: boolean;
  }): unknown[] {
    const { previous, next, shape, writer, time, ignoreStatus } = options;
    const gained = fieldsOf.changed(previous, next, shape, { ignoreStatus });
    const lost = previous
      ? fieldsOf.changed(next, previous, shape, { ignoreStatus })
      : FieldSet.EMPTY;
    const touched = gained.union(lost);
    const owners = managedFields.read(previous).map(owner => ({
      ...owner,
      fields: owner.fields.minus(touched),
    }));
    return managedFields.write(
      managedFields.grant(
        owners,
        { ...writer, apiVersion: next.apiVersion },
        gained,
        time,
      ),
    );
  },

  /** Adds fields to the entry of a writer, which it makes when there is none. */
  grant(
    owners: Ownership[],
    writer: Writer & { apiVersion: string },
    fields: FieldSet,
    time: string,
  ): Ownership[] {
    if (fields.isEmpty) {
      return owners;
    }
    const mine = owners.find(owner => same(owner, writer));
    return mine
      ? owners.map(owner =>
          owner === mine
            ? { ...owner, fields: owner.fields.union(fields), time }
            : owner,
        )
      : [...owners, { ...writer, fields, time }];
  },
};
