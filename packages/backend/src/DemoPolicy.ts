import {
  AuthorizeResult,
  isPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { DEMO_USERS } from './DEMO_USERS';
import {
  fluxcdAzureReadPermission,
  fluxcdSettingsReadPermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/**
 * The policy of the demo portal: everybody who is signed in may see; people may act and see the settings and the
 * connections to Azure, and the guest is one of them only when `demo` is set, because then every cluster is simulated.
 * Without a user nothing is allowed. A demo also has a `reader` who may only see, but not the settings, and a `stranger`
 * who may not even that.
 */
export class DemoPolicy implements PermissionPolicy {
  readonly #demo: boolean;

  constructor(options: { demo: boolean }) {
    this.#demo = options.demo;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return { result: AuthorizeResult.DENY };
    const isFlux = request.permission.name.startsWith('fluxcd.');
    const isOpen =
      request.permission.attributes.action === 'read' &&
      !isPermission(request.permission, fluxcdSettingsReadPermission);
    const isAzure = isPermission(request.permission, fluxcdAzureReadPermission);
    const isGuest = user.info.userEntityRef.endsWith('/guest');
    if (isFlux && (!isOpen || isAzure) && isGuest && !this.#demo) {
      return { result: AuthorizeResult.DENY };
    }
    const isReader = user.info.userEntityRef === DEMO_USERS.reader;
    const isStranger = user.info.userEntityRef === DEMO_USERS.stranger;
    if (isFlux && this.#demo && (isStranger || (isReader && !isOpen))) {
      return { result: AuthorizeResult.DENY };
    }
    return { result: AuthorizeResult.ALLOW };
  }
}
