import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { fluxcdReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { PermissionGate } from './PermissionGate';

describe('PermissionGate', () => {
  it.each([AuthorizeResult.DENY, AuthorizeResult.CONDITIONAL])(
    'takes %s for a no: only a plain yes is one',
    async result => {
      const permissions = mockServices.permissions.mock({
        authorize: async () => [{ result } as any],
      });
      const gate = new PermissionGate({
        permissions,
        config: mockServices.rootConfig(),
      });
      await expect(
        gate.check(fluxcdReadPermission, {
          credentials: mockCredentials.user(),
          acting: false,
        }),
      ).rejects.toMatchObject({ name: 'NotAllowedError' });
    },
  );
});
