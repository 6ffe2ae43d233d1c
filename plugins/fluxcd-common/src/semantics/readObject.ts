import { asInteger } from './asInteger';
import { asRecord } from './asRecord';
import { asText } from './asText';
import { asTime } from './asTime';

/** The parts of an object that the rules read, each checked for its type. */
export interface ObjectView {
  group: string;
  version: string;
  kind: string;
  name: string;
  namespace: string;
  uid?: string;
  generation?: number;
  createdAt?: string;
  /** Set once deletion was asked for; the object stays until its finalizers are done. */
  deletedAt?: string;
  deleting: boolean;
  labels: Record<string, unknown>;
  annotations: Record<string, unknown>;
  spec: Record<string, unknown>;
  status: Record<string, unknown>;
}

/** Reads any value as a Kubernetes object; what is missing or of a wrong type is left empty. */
export function readObject(value: unknown): ObjectView {
  const object = asRecord(value);
  const metadata = asRecord(object.metadata);
  const apiVersion = asText(object.apiVersion) ?? '';
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: asText(object.kind) ?? '',
    name: asText(metadata.name) ?? '',
    namespace: asText(metadata.namespace) ?? '',
    uid: asText(metadata.uid),
    generation: asInteger(metadata.generation),
    // Few ask for the times.
    get createdAt() {
      return asTime(metadata.creationTimestamp);
    },
    get deletedAt() {
      return asTime(metadata.deletionTimestamp);
    },
    deleting: asText(metadata.deletionTimestamp) !== undefined,
    labels: asRecord(metadata.labels),
    annotations: asRecord(metadata.annotations),
    spec: asRecord(object.spec),
    status: asRecord(object.status),
  };
}
