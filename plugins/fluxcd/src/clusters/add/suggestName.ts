/**
 * A cluster name from the name of a kubeconfig context. Tools put the cluster last: EKS writes an ARN that
 * ends in `cluster/NAME`, kubeadm `user@NAME`, GKE `gke_PROJECT_ZONE_NAME`. Empty if nothing usable is left.
 */
export function suggestName(context: string): string {
  const last = context
    .replace(/^gke_[^_]+_[^_]+_/, '')
    .split(/[/@]/)
    .pop()!;
  return last
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
}
