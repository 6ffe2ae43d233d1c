import type { ProblemContext } from './ProblemContext';
import type { ProblemWords } from './ProblemWords';
import type { AzureErrorFacts } from './readAzureError';

const LOOK_AT_PROXY =
  'If it stays so, look at the proxy of the backend, and at the addresses of the cloud in fluxcd.azure.clouds.';

/** What it means that Azure never answered, or could not be asked. */
export function explainSurroundings(
  facts: AzureErrorFacts,
  { cloud }: ProblemContext,
): ProblemWords {
  const { unavailable, network } = facts;
  if (unavailable === 'token-file') {
    return {
      message:
        'The token file of the identity cannot be read by the backend, or is empty.',
      remedy:
        'Look whether the file is mounted into the pod where credential.tokenFile or AZURE_FEDERATED_TOKEN_FILE says.',
    };
  }
  if (facts.authorityUnreachable) {
    return cannotReach(
      cloud.authorityHost,
      'or its certificate is not trusted, or it is not an authority of Entra ID',
    );
  }
  if (facts.authorityBroken) {
    return {
      message: `${
        new URL(cloud.authorityHost).host
      } answers, but not as Entra ID does.`,
      remedy: LOOK_AT_PROXY,
    };
  }
  if (unavailable === 'workload-identity') {
    return {
      message: 'The pod of the backend has no workload identity.',
      remedy:
        'Label the pod azure.workload.identity/use=true, annotate its service account with the client id, and start it anew; or name tenantId, clientId and credential.tokenFile in the configuration.',
    };
  }
  if (unavailable === 'managed-identity') {
    return {
      message:
        'The machine of the backend has no such managed identity, or its endpoint did not answer.',
      remedy:
        'Assign the identity to the machine, and name its client id if there are several.',
    };
  }
  if (unavailable === 'any') {
    return {
      message:
        'The backend finds no identity around itself: neither in the environment, nor a workload identity, nor a managed identity.',
      remedy:
        'Give it one of them, or say in credential.type which one it should have.',
    };
  }
  if (network) {
    return cannotReach(
      cloud.resourceManagerEndpoint,
      /CERT|SIGNED|UNABLE_TO|TLS|SSL/.test(network)
        ? `its certificate is not trusted (${network})`
        : `the connection failed (${network})`,
    );
  }
  if (facts.timeout) {
    return {
      message: 'Azure did not answer in time.',
      remedy:
        'If it stays so, look whether the backend reaches the addresses of the cloud.',
    };
  }
  return { message: 'The request to Azure failed.', remedy: LOOK_AT_PROXY };
}

function cannotReach(address: string, reason: string): ProblemWords {
  const { host } = new URL(address);
  return {
    message: `The backend cannot reach ${host}, ${reason}.`,
    remedy:
      'Look at proxy, firewall and name resolution of the backend, and at the addresses of the cloud in fluxcd.azure.clouds.',
  };
}
