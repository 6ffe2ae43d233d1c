/** Where a pod finds its API server, and the files of its service account. Files are named here, not read. */
export function readInCluster(pathPrefix = ''): {
  server: string;
  caFile: string;
  tokenFile: string;
} {
  if (!process.env.KUBERNETES_SERVICE_HOST) {
    throw new Error(
      'fluxcd.inCluster.enabled is set, but the backend does not run in a Kubernetes pod (KUBERNETES_SERVICE_HOST is not set)',
    );
  }
  // Loaded here, since it costs a third of a second and 80 MB, and most backends do not need it.
  const { KubeConfig }: typeof import('@kubernetes/client-node') =
    // eslint-disable-next-line global-require, @typescript-eslint/no-require-imports
    require('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromCluster(pathPrefix);
  const cluster = config.getCurrentCluster();
  const tokenFile = config.getCurrentUser()?.authProvider?.config?.tokenFile;
  if (!cluster?.caFile || typeof tokenFile !== 'string') {
    throw new Error('The service account files of the pod are not known');
  }
  return { server: cluster.server, caFile: cluster.caFile, tokenFile };
}
