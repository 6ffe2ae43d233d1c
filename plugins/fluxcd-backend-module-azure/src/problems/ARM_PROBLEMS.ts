import {
  assignRole,
  registerProvider,
  scopeOf,
  showTenantOf,
} from './commands';
import type { ProblemContext } from './ProblemContext';
import type { ProblemWords } from './ProblemWords';

type Explain = (context: ProblemContext) => ProblemWords;

const ROLES = {
  read: 'Reader',
  'cluster-credentials': 'Azure Kubernetes Service Cluster User Role',
  'cluster-admin-credentials': 'Azure Kubernetes Service Cluster Admin Role',
} as const;
const ACTS = {
  read: 'read',
  'cluster-credentials': 'fetch the user credential of',
  'cluster-admin-credentials': 'fetch the administrator credential of',
} as const;

const forbidden: Explain = context => {
  const act = context.act ?? 'read';
  const role = ROLES[act];
  return {
    message: `The identity may not ${ACTS[act]} ${what(
      context,
    )}: it lacks the role "${role}".`,
    remedy: `Assign the role "${role}" to it. That takes up to some minutes to have effect.`,
    command: assignRole(role, scopeOf(context), context),
  };
};
const unknownSubscription: Explain = context => ({
  message: `${
    context.subscriptionId
      ? `The subscription ${context.subscriptionId}`
      : 'The subscription'
  } does not exist, or the identity may not see it.`,
  remedy:
    'Compare its id, and look whether it belongs to the tenant of the connection; then give the identity the role "Reader" on it.',
  command: assignRole(
    'Reader',
    scopeOf({ ...context, armId: undefined }),
    context,
  ),
});
const foreignTenant: Explain = context => ({
  message: `${what({
    ...context,
    armId: undefined,
  })} belongs to another tenant than ${
    context.connection.tenantId ?? 'that of the identity'
  }.`.replace(/^./, letter => letter.toUpperCase()),
  remedy:
    'Add a connection with an application of that tenant, or take the subscription out of this one.',
  command: showTenantOf(context),
});
const notAccepted: Explain = () => ({
  message: 'Azure Resource Manager does not accept the token of the identity.',
  remedy:
    'Look whether the connection is to the right cloud, and whether the clock of the backend is right.',
});
const throttled: Explain = () => ({
  message: 'Azure throttles the requests of this identity.',
  remedy:
    'Nothing: the next sync tries again. If it stays, synchronize less often, or use an identity that nobody else uses.',
});
const gone: Explain = context => ({
  message: `${what(context)} is no longer there.`.replace(/^./, letter =>
    letter.toUpperCase(),
  ),
});
const notRegistered: Explain = context => ({
  message: `${what({
    ...context,
    armId: undefined,
  })} is not registered for AKS: there are no clusters in it.`.replace(
    /^./,
    letter => letter.toUpperCase(),
  ),
  remedy: 'Register it, or take it out of the connection.',
  command: registerProvider(context),
});
const disabled: Explain = context => ({
  message: `${what({ ...context, armId: undefined })} is disabled.`.replace(
    /^./,
    letter => letter.toUpperCase(),
  ),
  remedy:
    'Enable it in Azure, or take it out of the connection: its clusters do not run.',
});

/** By the code in the answer of Resource Manager. */
export const ARM_PROBLEMS: Readonly<Record<string, Explain>> = {
  AuthorizationFailed: forbidden,
  LinkedAuthorizationFailed: forbidden,
  SubscriptionNotFound: unknownSubscription,
  InvalidSubscriptionId: unknownSubscription,
  InvalidAuthenticationTokenTenant: foreignTenant,
  InvalidAuthenticationToken: notAccepted,
  InvalidAuthenticationTokenAudience: notAccepted,
  ExpiredAuthenticationToken: notAccepted,
  AuthenticationFailed: notAccepted,
  TooManyRequests: throttled,
  SubscriptionRequestsThrottled: throttled,
  TenantRequestsThrottled: throttled,
  ResourceNotFound: gone,
  NotFound: gone,
  ResourceGroupNotFound: gone,
  MissingSubscriptionRegistration: notRegistered,
  SubscriptionNotRegistered: notRegistered,
  DisabledSubscription: disabled,
  ReadOnlyDisabledSubscription: disabled,
};

/** By status, for codes that are not known. */
export const ARM_STATUS_PROBLEMS: Readonly<Record<number, Explain>> = {
  401: notAccepted,
  403: forbidden,
  429: throttled,
};

function what({ armId, subscriptionId }: ProblemContext): string {
  if (armId) return `the cluster ${armId.split('/').pop()}`;
  return subscriptionId
    ? `the subscription ${subscriptionId}`
    : 'the subscriptions';
}
