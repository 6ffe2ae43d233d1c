import { NotFoundError } from '@backstage/errors';
import type {
  AzureContract,
  FluxcdApi,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

const missing = async (): Promise<never> => {
  throw new NotFoundError('The Azure module is not installed');
};

/** The part of the mock API that the Azure module would serve: it is not installed. */
export function createMockAzureApi(): Pick<FluxcdApi, keyof AzureContract> {
  return {
    listAzureConnections: missing,
    createAzureConnection: missing,
    testNewAzureConnection: missing,
    getAzureConnection: missing,
    updateAzureConnection: missing,
    deleteAzureConnection: missing,
    testAzureConnection: missing,
    discoverAksClusters: missing,
    syncAzureConnection: missing,
  };
}
