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

/** Few ask for the times: they are read when somebody does. As members of each object they would cost more than that. */
class View implements ObjectView {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly uid?: string;
  readonly generation?: number;
  readonly deleting: boolean;
  readonly labels: Record<string, unknown>;
  readonly annotations: Record<string, unknown>;
  readonly spec: Record<string, unknown>;
  readonly status: Record<string, unknown>;
  private readonly metadata: Record<string, unknown>;

  constructor(value: unknown) {
    const object = asRecord(value);
    const metadata = asRecord(object.metadata);
    const apiVersion = asText(object.apiVersion) ?? '';
    const slash = apiVersion.indexOf('/');
    this.group = slash < 0 ? '' : apiVersion.slice(0, slash);
    this.version = apiVersion.slice(slash + 1);
    this.kind = asText(object.kind) ?? '';
    this.name = asText(metadata.name) ?? '';
    this.namespace = asText(metadata.namespace) ?? '';
    this.uid = asText(metadata.uid);
    this.generation = asInteger(metadata.generation);
    this.deleting = asText(metadata.deletionTimestamp) !== undefined;
    this.labels = asRecord(metadata.labels);
    this.annotations = asRecord(metadata.annotations);
    this.spec = asRecord(object.spec);
    this.status = asRecord(object.status);
    this.metadata = metadata;
  }

  get createdAt(): string | undefined {
    return asTime(this.metadata.creationTimestamp);
  }

  get deletedAt(): string | undefined {
    return asTime(this.metadata.deletionTimestamp);
  }
}

/** Reads any value as a Kubernetes object; what is missing or of a wrong type is left empty. */
export function readObject(value: unknown): ObjectView {
  return new View(value);
}
