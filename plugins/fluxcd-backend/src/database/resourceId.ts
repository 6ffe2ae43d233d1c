import { hash } from 'node:crypto';

/** What identifies a resource: not its uid, so that a link survives re-creation. */
export interface ResourceIdentity {
  clusterId: string;
  group: string;
  kind: string;
  namespace: string;
  name: string;
}

/** The opaque, stable id of a resource: 128 bits of SHA-256, in hex. */
export function resourceId(identity: ResourceIdentity): string {
  const { clusterId, group, kind, namespace, name } = identity;
  // None of the parts can hold a NUL, so two identities never join to the same text.
  return hash(
    'sha256',
    [clusterId, group, kind, namespace, name].join('\0'),
  ).slice(0, 32);
}
