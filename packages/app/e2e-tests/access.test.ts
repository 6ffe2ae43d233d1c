import { expect, test } from '@playwright/test';
import { openResource } from './support/openResource';
import { openPage, PAGE_NAMES } from './support/pages';
import { signIn } from './support/signIn';
import { violations } from './support/violations';

test('A reader sees every page', async ({ page }) => {
  test.setTimeout(180_000);
  for (const name of PAGE_NAMES) {
    await openPage(page, name, 'reader');
  }
});

test('What a reader may not do to a resource and its pods is named, with the permission', async ({
  page,
}) => {
  await openResource(page, {
    name: 'catalog',
    cluster: 'eu-production',
    user: 'reader',
  });
  const reason =
    'You may not do this: the permission fluxcd.resource.reconcile is missing.';
  const reconcile = page.getByRole('button', {
    name: 'Reconcile',
    exact: true,
  });
  await expect(reconcile).toBeDisabled();
  await expect(reconcile).toHaveAccessibleDescription(reason);
  await expect(page.getByText(reason).first()).toBeVisible();
  await page.getByRole('button', { name: 'More actions' }).click();
  for (const act of ['Reconcile with source', 'Suspend']) {
    const item = page.getByRole('menuitem', { name: new RegExp(`^${act}`) });
    await expect(item).toHaveAttribute('aria-disabled', 'true');
    await expect(item).toContainText('You may not do this');
  }
  await page.keyboard.press('Escape');

  await page
    .getByRole('button', { name: 'Pods and actions of catalog' })
    .click();
  for (const [act, permission] of [
    ['Restart', 'fluxcd.workload.restart'],
    ['Scale', 'fluxcd.workload.scale'],
    ['Delete pod', 'fluxcd.pod.delete'],
  ]) {
    const button = page.getByRole('button', { name: act, exact: true }).first();
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(new RegExp(permission));
    await expect(page.getByText(permission).first()).toBeVisible();
  }
  await expect(
    page.getByRole('button', { name: 'Logs', exact: true }).first(),
  ).toBeEnabled();
  expect(await violations(page, 'main')).toEqual([]);
});

test('What a reader may not do to a cluster is named, with the permission', async ({
  page,
}) => {
  await signIn(page, '/flux/clusters', 'reader');
  await page.getByRole('link', { name: 'Staging' }).first().click();
  for (const [act, permission] of [
    ['Refresh now', 'fluxcd.resource.reconcile'],
    ['Sync all', 'fluxcd.cluster.sync'],
    ['Edit', 'fluxcd.cluster.update'],
    ['Replace credentials', 'fluxcd.cluster.update'],
    ['Remove cluster', 'fluxcd.cluster.delete'],
  ]) {
    const button = page.getByRole('button', { name: act });
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(new RegExp(permission));
  }
  expect(await violations(page, 'main')).toEqual([]);
});

for (const path of [
  '/flux/overview',
  '/flux/resources',
  '/flux/clusters',
  '/flux/activity',
  '/flux/resources/00000000000000000000000000000000',
  '/catalog/default/component/storefront/flux',
  '/catalog/default/component/storefront',
]) {
  test(`A stranger learns at ${path} which permission is missing, and nothing else`, async ({
    page,
  }) => {
    const answers: number[] = [];
    page.on('response', response => {
      if (response.url().includes('/api/fluxcd/'))
        answers.push(response.status());
    });
    await signIn(page, path, 'stranger');
    await expect(
      page.getByRole('heading', { name: 'You may not see this' }),
    ).toBeVisible();
    await expect(page.getByText('fluxcd.read').first()).toBeVisible();
    await expect(page.getByText(/eu-production|notifications-api/)).toHaveCount(
      0,
    );
    expect(answers.filter(status => status !== 403)).toEqual([]);
    expect(await violations(page, 'main')).toEqual([]);
  });
}
