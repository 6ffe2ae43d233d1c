import type { ProblemContext } from './ProblemContext';

/** What to put where an id is not known. */
const OBJECT_ID = '<object id of the identity>';

/** The smallest scope that the context knows. */
export function scopeOf({ armId, subscriptionId }: ProblemContext): string {
  return armId ?? `/subscriptions/${subscriptionId ?? '<subscription id>'}`;
}

/** A role for the identity; its object id spares the command a look into the directory that it may not be allowed. */
export function assignRole(
  role: string,
  scope: string,
  { connection }: ProblemContext,
): string {
  const { objectId, clientId } = connection;
  const assignee =
    objectId || !clientId
      ? `--assignee-object-id "${
          objectId ?? OBJECT_ID
        }" --assignee-principal-type ServicePrincipal`
      : `--assignee "${clientId}"`;
  return `az role assignment create ${assignee} --role "${role}" --scope "${scope}"`;
}

/** `--append` leaves the secrets of others who use the application alone. */
export function renewSecret({ connection }: ProblemContext): string {
  return `az ad app credential reset --id "${
    connection.clientId ?? '<client id>'
  }" --append --display-name flux-orchestrator --years 1`;
}

export function createServicePrincipal({ connection }: ProblemContext): string {
  return `az ad sp create --id "${connection.clientId ?? '<client id>'}"`;
}

export function listFederatedCredentials({
  connection,
}: ProblemContext): string {
  return `az ad app federated-credential list --id "${
    connection.clientId ?? '<client id>'
  }"`;
}

export function showTenantOf({ subscriptionId }: ProblemContext): string {
  return `az account show --subscription "${
    subscriptionId ?? '<subscription id>'
  }" --query tenantId`;
}

export function registerProvider({ subscriptionId }: ProblemContext): string {
  return `az provider register --namespace Microsoft.ContainerService --subscription "${
    subscriptionId ?? '<subscription id>'
  }"`;
}
