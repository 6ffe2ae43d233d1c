import type {
  BackstageCredentials,
  PermissionsService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';

/**
 * Answers whether a caller may do something, and refuses when it cannot tell.
 *
 * Backstage allows everything while `permission.enabled` is not true. A plugin that steers production must not:
 * acting then needs an explicit setting of its own.
 */
export class PermissionGate {
  readonly #permissions: PermissionsService;
  readonly #mayAct: boolean;

  constructor(options: {
    permissions: PermissionsService;
    config: RootConfigService;
  }) {
    const { permissions, config } = options;
    this.#permissions = permissions;
    this.#mayAct =
      config.getOptionalBoolean('permission.enabled') === true ||
      config.getOptionalBoolean('fluxcd.dangerouslyAllowWithoutPermissions') ===
        true;
  }

  /** @throws NotAllowedError, or ServiceUnavailableError when the permission backend gives no answer. */
  async check(
    permission: BasicPermission,
    options: { credentials: BackstageCredentials; acting: boolean },
  ): Promise<void> {
    const { credentials, acting } = options;
    if (acting && !this.#mayAct) {
      throw new NotAllowedError(
        'Acting is off because permissions are off: set `permission.enabled: true` in app-config ' +
          '(or, where everyone may do everything, `fluxcd.dangerouslyAllowWithoutPermissions: true`)',
      );
    }
    let result: AuthorizeResult;
    try {
      [{ result }] = await this.#permissions.authorize([{ permission }], {
        credentials,
      });
    } catch {
      throw new ServiceUnavailableError('Permissions cannot be checked now');
    }
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You need the permission ${permission.name} for this`,
      );
    }
  }
}
