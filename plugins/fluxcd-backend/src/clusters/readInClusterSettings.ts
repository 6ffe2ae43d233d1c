import type { Config } from '@backstage/config';

const KEY = 'fluxcd.inCluster';

/** What is configured about the cluster that the backend runs in, defaults filled in. */
export function readInClusterSettings(root: Config): {
  enabled: boolean;
  name: string;
  title?: string;
  description?: string;
} {
  const config = root.getOptionalConfig(KEY);
  return {
    enabled: config?.getOptionalBoolean('enabled') ?? false,
    name: config?.getOptionalString('name') ?? 'in-cluster',
    title: config?.getOptionalString('title'),
    description: config?.getOptionalString('description'),
  };
}
