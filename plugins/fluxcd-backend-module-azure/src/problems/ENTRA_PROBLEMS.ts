import {
  createServicePrincipal,
  listFederatedCredentials,
  renewSecret,
} from './commands';
import type { ProblemContext } from './ProblemContext';
import type { ProblemWords } from './ProblemWords';

type Explain = (context: ProblemContext) => ProblemWords;

const unknownTenant: Explain = ({ connection, cloud }) => ({
  message: `Entra ID at ${hostOf(cloud)} knows no tenant ${
    connection.tenantId ?? ''
  }.`.replace(' .', '.'),
  remedy:
    'Compare the tenant id with the one that Azure shows, and the cloud with the one that the tenant is in.',
  command: 'az account show --query tenantId',
});
const unknownApplication: Explain = context => ({
  message: `The application ${context.connection.clientId} has no service principal in the tenant ${context.connection.tenantId}.`,
  remedy:
    'Compare the client id and the tenant id; where both are right, create the service principal in that tenant.',
  command: createServicePrincipal(context),
});
const federatedMismatch: Explain = context => ({
  message: `No federated credential of the application ${context.connection.clientId} matches the assertion of the backend: its issuer, subject or audience differs.`,
  remedy:
    'The issuer must be that of the cluster in which the backend runs, the subject that of its service account, the audience api://AzureADTokenExchange. A new federated credential takes some minutes to work.',
  command: listFederatedCredentials(context),
});
const invalidAssertion: Explain = () => ({
  message:
    'Entra ID does not accept the assertion of the backend: it is not of the issuer that the federated credential names, or cannot be verified.',
  remedy:
    'Look at the token file, at the issuer of the federated credential, and whether the keys of that issuer are reachable from the internet.',
});
const blocked: Explain = ({ connection }) => ({
  message: `A conditional access policy of the tenant ${connection.tenantId} blocks the sign-in.`,
  remedy:
    'Have the identity excluded from the policy, or the address from which the backend goes out admitted.',
});
const busy: Explain = () => ({
  message: 'Entra ID is busy or takes the requests for a loop.',
  remedy: 'Nothing: it is tried again by itself.',
});

/** By the number behind `AADSTS`. Numbers may change, as Microsoft says; others are explained in general. */
export const ENTRA_PROBLEMS: Readonly<Record<string, Explain>> = {
  7000215: context => ({
    message: `The client secret is not one of the application ${context.connection.clientId}.`,
    remedy:
      'Enter the value of the secret, not its id. If the value is lost, make a new secret and store it with the connection.',
    command: renewSecret(context),
  }),
  7000222: context => ({
    message: `The client secret of the application ${context.connection.clientId} has expired.`,
    remedy: 'Make a new secret and store it with the connection.',
    command: renewSecret(context),
  }),
  7000112: ({ connection }) => ({
    message: `The application ${connection.clientId} is disabled in the tenant ${connection.tenantId}.`,
    remedy: 'Have it enabled: the sign-in of its service principal is off.',
    command: `az ad sp update --id "${connection.clientId}" --set accountEnabled=true`,
  }),
  700016: unknownApplication,
  7000229: unknownApplication,
  90002: unknownTenant,
  900021: unknownTenant,
  900023: unknownTenant,
  500011: ({ connection }) => ({
    message: `What the token was asked for, AKS or Resource Manager, is not known in the tenant ${connection.tenantId}.`,
    remedy:
      'Look whether the connection is to the right cloud; in a tenant that never had an AKS cluster with Entra ID, the service principal of AKS may be missing.',
  }),
  70021: federatedMismatch,
  700211: federatedMismatch,
  700212: federatedMismatch,
  700213: federatedMismatch,
  700024: () => ({
    message: 'The assertion of the backend has expired, or is not valid yet.',
    remedy:
      'Look whether the token file is still renewed, and whether the clock of the backend is right.',
  }),
  50012: invalidAssertion,
  50027: invalidAssertion,
  700027: invalidAssertion,
  53003: blocked,
  530003: blocked,
  50196: busy,
  90033: busy,
};

function hostOf(cloud: ProblemContext['cloud']): string {
  return new URL(cloud.authorityHost).host;
}
