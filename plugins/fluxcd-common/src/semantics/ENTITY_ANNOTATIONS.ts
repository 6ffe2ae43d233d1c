/**
 * By which a catalog entity names its Flux resources. The last two are those of Backstage's Kubernetes plugin.
 * @public
 */
export const ENTITY_ANNOTATIONS = {
  /** `CLUSTER/NAMESPACE/KIND/NAME`, several separated by commas; `*` stands for any. */
  resources: 'fluxcd.io/resources',
  /** The value that Flux objects carry as a label of the same name. */
  kubernetesId: 'backstage.io/kubernetes-id',
  /** Narrows `kubernetesId` to one namespace. */
  kubernetesNamespace: 'backstage.io/kubernetes-namespace',
} as const;
