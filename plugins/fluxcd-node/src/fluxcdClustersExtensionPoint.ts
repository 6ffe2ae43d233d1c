import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { ClusterSource } from './ClusterSource';
import type { CredentialStrategy } from './CredentialStrategy';

/**
 * Where modules add cluster sources and credential strategies.
 * @public
 */
export const fluxcdClustersExtensionPoint = createExtensionPoint<{
  /** Fails when a source with the same id was added before. */
  addClusterSource(source: ClusterSource): void;
  /** Fails when the type of authentication is served already. */
  addCredentialStrategy(strategy: CredentialStrategy): void;
}>({ id: 'fluxcd.clusters' });
