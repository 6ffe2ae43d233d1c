import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import {
  fluxcdAzurePermissions,
  fluxcdAzureReadPermission,
  fluxcdAzureSyncPermission,
  fluxcdReadPermission,
  fluxcdResourceReconcilePermission,
  fluxcdSettingsReadPermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { DemoPolicy } from './DemoPolicy';

const user = (userEntityRef: string) =>
  ({
    info: { userEntityRef, ownershipEntityRefs: [] },
  } as unknown as PolicyQueryUser);
const guest = user('user:development/guest');
const jane = user('user:default/jane');

describe('DemoPolicy', () => {
  it.each([
    ['the guest acts on the demo fleet', true, guest, AuthorizeResult.ALLOW],
    [
      'the guest of a real portal does not act',
      false,
      guest,
      AuthorizeResult.DENY,
    ],
    ['a person acts', false, jane, AuthorizeResult.ALLOW],
    ['nobody does not act', true, undefined, AuthorizeResult.DENY],
  ])('%s', async (_, demo, who, result) => {
    const policy = new DemoPolicy({ demo });
    await expect(
      policy.handle({ permission: fluxcdResourceReconcilePermission }, who),
    ).resolves.toEqual({ result });
  });

  it.each([
    ['the guest of the demo sees', true, guest, AuthorizeResult.ALLOW],
    ['the guest of a real portal does not see', false, guest, 'DENY'],
    ['a person sees', false, jane, AuthorizeResult.ALLOW],
  ])('%s the settings', async (_, demo, who, result) => {
    const policy = new DemoPolicy({ demo });
    await expect(
      policy.handle({ permission: fluxcdSettingsReadPermission }, who),
    ).resolves.toEqual({ result });
  });

  it.each([
    ['the reader of a demo sees', 'reader', fluxcdReadPermission, 'ALLOW'],
    [
      'the reader of a demo does not act',
      'reader',
      fluxcdResourceReconcilePermission,
      'DENY',
    ],
    [
      'the reader of a demo does not see the settings',
      'reader',
      fluxcdSettingsReadPermission,
      'DENY',
    ],
    [
      'the reader of a demo sees Azure',
      'reader',
      fluxcdAzureReadPermission,
      'ALLOW',
    ],
    [
      'the reader of a demo does not sync from Azure',
      'reader',
      fluxcdAzureSyncPermission,
      'DENY',
    ],
    ['the stranger sees nothing', 'stranger', fluxcdReadPermission, 'DENY'],
  ])('%s', async (_, name, permission, result) => {
    const policy = new DemoPolicy({ demo: true });
    await expect(
      policy.handle({ permission }, user(`user:default/${name}`)),
    ).resolves.toEqual({ result });
  });

  it.each([
    ['the guest of the demo may', true, guest, 'ALLOW'],
    ['the guest of a real portal may not', false, guest, 'DENY'],
    ['a person may', false, jane, 'ALLOW'],
  ])('%s do everything with Azure', async (_, demo, who, result) => {
    const policy = new DemoPolicy({ demo });
    for (const permission of fluxcdAzurePermissions)
      await expect(policy.handle({ permission }, who)).resolves.toEqual({
        result,
      });
  });

  it('lets the guest of a real portal look', async () => {
    const policy = new DemoPolicy({ demo: false });
    await expect(
      policy.handle({ permission: fluxcdReadPermission }, guest),
    ).resolves.toEqual({ result: AuthorizeResult.ALLOW });
  });
});
