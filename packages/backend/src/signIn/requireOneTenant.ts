import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** The authorities of Entra that let every organisation in. */
const MANY_TENANTS = ['common', 'organizations', 'consumers'];

/**
 * Refuses Entra's multi-tenant authorities. The administrators of each tenant write any e-mail address into their
 * accounts, so an address names a person only within one tenant.
 */
export function requireOneTenant(config: Config): void {
  const tenant = config.getString('tenantId').trim();
  if (MANY_TENANTS.includes(tenant.toLowerCase())) {
    throw new InputError(
      `'tenantId' must name one tenant, not '${tenant}': people of any organisation could claim an allowed address`,
    );
  }
}
