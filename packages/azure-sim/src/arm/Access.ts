import type { Principal } from '../directory/Directory';
import type { SubscriptionOptions } from '../options';
import { ArmError } from './ArmError';

/** What may be refused: everything of a subscription, its clusters, or only their credentials. */
export type Scope = 'subscription' | 'clusters' | 'credentials';

const ORDER: Scope[] = ['subscription', 'clusters', 'credentials'];

export interface Subscription extends SubscriptionOptions {
  tenantId: string;
}

/** The subscriptions, and who may do what in them: everybody of their tenant everything, unless it was refused. */
export class Access {
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #refused = new Map<string, Scope>();

  constructor(subscriptions: Subscription[]) {
    subscriptions.forEach(subscription =>
      this.#subscriptions.set(
        subscription.subscriptionId.toLowerCase(),
        subscription,
      ),
    );
  }

  /** Undefined gives everything back. */
  refuse(subscriptionId: string, scope: Scope | undefined): void {
    const key = subscriptionId.toLowerCase();
    if (scope) this.#refused.set(key, scope);
    else this.#refused.delete(key);
  }

  /** Those that the caller sees in a list. */
  visible(caller: Principal): Subscription[] {
    return [...this.#subscriptions.values()].filter(
      ({ tenantId, subscriptionId }) =>
        tenantId === caller.tenantId &&
        this.allows(subscriptionId, 'subscription'),
    );
  }

  allows(subscriptionId: string, scope: Scope): boolean {
    const refused = this.#refused.get(subscriptionId.toLowerCase());
    return (
      refused === undefined || ORDER.indexOf(scope) < ORDER.indexOf(refused)
    );
  }

  /** @throws ArmError SubscriptionNotFound, InvalidAuthenticationTokenTenant or AuthorizationFailed */
  check(options: {
    caller: Principal;
    subscriptionId: string;
    scope: Scope;
    /** Named in the refusal, such as `Microsoft.ContainerService/managedClusters/read`. */
    action: string;
    /** Defaults to that of the subscription. */
    resourceId?: string;
  }): Subscription {
    const { caller, subscriptionId, scope, action } = options;
    const found = this.#subscriptions.get(subscriptionId.toLowerCase());
    if (!found) {
      throw new ArmError({
        status: 404,
        code: 'SubscriptionNotFound',
        message: `The subscription '${subscriptionId}' could not be found.`,
      });
    }
    if (found.tenantId !== caller.tenantId) {
      const message = `The access token is from the wrong issuer 'https://sts.windows.net/${caller.tenantId}/'. It must match the tenant 'https://sts.windows.net/${found.tenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${found.tenantId}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`;
      throw new ArmError({
        status: 401,
        code: 'InvalidAuthenticationTokenTenant',
        message,
        headers: {
          'www-authenticate': `Bearer authorization_uri="https://login.windows.net/${found.tenantId}", error="invalid_token", error_description="The access token is from the wrong issuer."`,
        },
      });
    }
    if (!this.allows(subscriptionId, scope)) {
      throw new ArmError({
        status: 403,
        code: 'AuthorizationFailed',
        message: `The client '${caller.clientId}' with object id '${
          caller.objectId
        }' does not have authorization to perform action '${action}' over scope '${
          options.resourceId ?? `/subscriptions/${subscriptionId}`
        }' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      });
    }
    return found;
  }
}
