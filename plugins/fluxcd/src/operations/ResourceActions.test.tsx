import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { ResourceDetail } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aDetail, aResource } from '../resources/__testUtils__/fixtures';
import { ResourceActions } from './ResourceActions';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);

const PARENT = {
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  namespace: 'flux-system',
  name: 'apps',
};
const SUSPENDED: Partial<ResourceDetail> = {
  resource: aResource({ status: 'suspended', suspended: true }),
  reconcile: {
    supported: false,
    withSource: true,
    refusal: 'It is suspended.',
  },
  suspend: { supported: false, refusal: 'It is suspended already.' },
  resume: { supported: true },
};

async function renderActions(
  detail: Partial<ResourceDetail> = {},
  options: { busy?: boolean } = {},
) {
  const onAct = jest.fn();
  await renderInTestApp(
    <ResourceActions
      detail={aDetail(detail)}
      busy={options.busy ?? false}
      onAct={onAct}
    />,
    {
      apis: [
        [permissionApiRef, mockApis.permission({ authorize: 'ALLOW' })],
      ] as const,
    },
  );
  return onAct;
}
const button = (name = 'Reconcile') => screen.findByRole('button', { name });
async function openMenu() {
  const more = await button('More actions');
  await waitFor(() => expect(more).toBeEnabled());
  await userEvent.click(more);
  return screen.findAllByRole('menuitem');
}
async function choose(name: string) {
  await openMenu();
  await userEvent.click(
    await screen.findByRole('menuitem', { name: new RegExp(`^${name}`) }),
  );
}

describe('ResourceActions', () => {
  it('reconciles alone, or with the source', async () => {
    const onAct = await renderActions();
    await waitFor(async () => expect(await button()).toBeEnabled());
    await userEvent.click(await button());
    await choose('Reconcile with source');
    expect(onAct.mock.calls).toEqual([
      [{ type: 'reconcile', withSource: false }],
      [{ type: 'reconcile', withSource: true }],
    ]);
  });

  it('says what each act does', async () => {
    await renderActions({
      resource: aResource({ kind: 'HelmRelease' }),
      force: { supported: true },
      reset: { supported: true },
    });
    const items = await openMenu();
    expect(items.map(item => item.textContent)).toEqual([
      expect.stringMatching(/^Reconcile.*look now/),
      expect.stringMatching(/^Reconcile with source.*Fetches the source/),
      expect.stringMatching(/^Force a release.*though nothing changed/),
      expect.stringMatching(/^Reset failures.*Clears the failure counts/),
      expect.stringMatching(/^Suspend….*until it is resumed/),
    ]);
  });

  it.each([
    ['Force a release', { type: 'force' }],
    ['Reset failures', { type: 'reset' }],
  ])('offers “%s” on a HelmRelease', async (name, action) => {
    const onAct = await renderActions({
      resource: aResource({ kind: 'HelmRelease' }),
      force: { supported: true },
      reset: { supported: true },
    });
    await choose(name);
    expect(onAct).toHaveBeenCalledWith(action);
  });

  it('says that there is no source to begin with', async () => {
    await renderActions({ reconcile: { supported: true, withSource: false } });
    await openMenu();
    const item = screen.getByRole('menuitem', {
      name: /^Reconcile with source/,
    });
    expect(item).toHaveTextContent('It has no source.');
    expect(item).toHaveAttribute('aria-disabled', 'true');
  });

  it('asks why before it suspends', async () => {
    const onAct = await renderActions();
    await choose('Suspend…');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Suspend Kustomization shop/cart?');
    expect(dialog).not.toHaveTextContent('undo');
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      ' disk is full ',
    );
    expect(onAct).not.toHaveBeenCalled();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Suspend' }),
    );
    expect(onAct).toHaveBeenCalledWith({
      type: 'suspend',
      reason: 'disk is full',
    });
  });

  it('names the parent that will undo the suspension, before it is done', async () => {
    await renderActions({ suspend: { supported: true, revertedBy: PARENT } });
    await choose('Suspend…');
    expect(await screen.findByRole('dialog')).toHaveTextContent(
      'Kustomization flux-system/apps will undo this when it reconciles',
    );
  });

  it('resumes what is suspended, first of all', async () => {
    const onAct = await renderActions(SUSPENDED);
    const resume = await button('Resume');
    await waitFor(() => expect(resume).toBeEnabled());
    await userEvent.click(resume);
    expect(onAct).toHaveBeenCalledWith({ type: 'resume' });
    const items = await openMenu();
    expect(items.map(item => item.textContent)).toContainEqual(
      expect.stringContaining('ReconcileIt is suspended.'),
    );
    expect(screen.queryByRole('menuitem', { name: /^Suspend/ })).toBeNull();
  });

  it('names the parent that will suspend it again', async () => {
    await renderActions({
      ...SUSPENDED,
      resume: { supported: true, revertedBy: PARENT },
    });
    await openMenu();
    expect(screen.getByRole('menuitem', { name: /^Resume/ })).toHaveTextContent(
      'Kustomization flux-system/apps will suspend it again',
    );
  });

  it.each([
    [
      'the backend refuses',
      {
        reconcile: {
          supported: false,
          withSource: false,
          refusal: 'Alert shop/cart has nothing to reconcile.',
        },
      },
      false,
      'Alert shop/cart has nothing to reconcile.',
    ],
    [
      'the backend gives no reason',
      { reconcile: { supported: false, withSource: false } },
      false,
      'This does not work on this kind.',
    ],
    ['one is running', {}, true, 'An operation on it is running.'],
  ])('is disabled with the reason when %s', async (_, detail, busy, reason) => {
    await renderActions(detail, { busy });
    expect(await screen.findByText(reason)).toBeVisible();
    expect(await button()).toBeDisabled();
    expect(await button()).toHaveAccessibleDescription(reason);
  });
});
