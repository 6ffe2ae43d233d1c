import type { KubeObject } from '../store/ObjectStore';

/** An object without anything but its metadata. */
export function partialMetadata(object: KubeObject): unknown {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata,
  };
}
