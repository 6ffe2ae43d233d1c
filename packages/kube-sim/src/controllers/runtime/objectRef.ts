import { KubeObject } from '../../store/ObjectStore';

/** Kinds without a namespace, among those that manifests in a fleet use. */
const CLUSTER_SCOPED = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'APIService',
  'StorageClass',
  'PriorityClass',
  'IngressClass',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

/** Reading the identity out of an object. */
export const objectRef = {
  group(object: { apiVersion: string }): string {
    const slash = object.apiVersion.indexOf('/');
    return slash < 0 ? '' : object.apiVersion.slice(0, slash);
  },

  version(object: { apiVersion: string }): string {
    return object.apiVersion.slice(object.apiVersion.indexOf('/') + 1);
  },

  isClusterScoped(kind: string): boolean {
    return CLUSTER_SCOPED.has(kind);
  },

  /** `Deployment/apps/podinfo`, `Namespace/apps`: how Flux names objects in messages. */
  describe(object: KubeObject): string {
    const { namespace, name } = object.metadata;
    return namespace
      ? `${object.kind}/${namespace}/${name}`
      : `${object.kind}/${name}`;
  },
};
