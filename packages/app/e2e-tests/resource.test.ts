import { expect, test } from '@playwright/test';
import { kubernetes, push } from './support/fleet';
import { openResource } from './support/openResource';
import { signIn } from './support/signIn';

const REQUESTED = 'reconcile.fluxcd.io/requestedAt';

test('A service owner reconciles with source and watches the true outcome', async ({
  page,
}) => {
  await signIn(page, '/flux/resources?text=catalog&kind=Kustomization');
  await page
    .getByRole('row')
    .filter({ hasText: 'eu-production' })
    .getByRole('link', { name: 'catalog' })
    .click();
  await expect(page.getByRole('heading', { name: 'catalog' })).toBeVisible();
  await expect(page.getByText('Deployment (1)')).toBeVisible();

  const before = (await readCatalog()).metadata.annotations?.[REQUESTED];
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: /^Reconcile with source/ }).click();

  const panel = page.getByRole('region', {
    name: 'Reconciliation with source',
  });
  await expect(panel.getByText('GitRepository').first()).toBeVisible();
  await expect(panel.getByText(/ready at revision/i).first()).toBeVisible();
  const after = (await readCatalog()).metadata;
  expect(after.annotations[REQUESTED]).not.toBe(before);

  // A reload finds the same operation by the address.
  await page.reload();
  await expect(panel.getByText(/ready at revision/i).first()).toBeVisible();
});

test('A new commit shows up on the open page by itself', async ({ page }) => {
  await openResource(page, { name: 'storefront', cluster: 'eu-production' });
  const revision = page
    .locator('dt', { hasText: /^Applied revision$/ })
    .locator('xpath=following-sibling::dd[1]');
  const before = await revision.innerText();
  push('storefront');
  // Without the page: what an interval, a webhook or a colleague would cause.
  for (const resource of ['gitrepositories', 'kustomizations'] as const) {
    const group = resource === 'kustomizations' ? 'kustomize' : 'source';
    await kubernetes(
      'eu-production',
      'PATCH',
      `/apis/${group}.toolkit.fluxcd.io/v1/namespaces/storefront/${resource}/storefront`,
      { metadata: { annotations: { [REQUESTED]: `by-hand-${Date.now()}` } } },
    );
  }
  await expect(revision).not.toHaveText(before);
});

test('A suspended release is not reconciled, and the page offers to resume it', async ({
  page,
}) => {
  await openResource(page, {
    name: 'external-dns',
    cluster: 'eu-production',
    kind: 'HelmRelease',
  });
  await expect(
    page.getByText('Suspended: Flux does not reconcile it.'),
  ).toBeVisible();
  await expect(
    page.getByText(/To resume it, remove spec.suspend/),
  ).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Resume', exact: true }),
  ).toBeEnabled();
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(
    page.getByRole('menuitem', { name: /^Reconcile(?! with)/ }),
  ).toHaveAttribute('aria-disabled', 'true');
});

test('What is suspended stays so under its reason until it is resumed', async ({
  page,
}) => {
  await openResource(page, { name: 'storefront', cluster: 'eu-production' });
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: /^Suspend/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('the sale begins');
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  const status = page.getByRole('region', { name: 'Status' });
  await expect(status.getByText('Reason: the sale begins')).toBeVisible();
  expect((await readStorefront()).spec.suspend).toBe(true);

  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(status.getByText('Reason: the sale begins')).toHaveCount(0);
  await expect(
    page.getByRole('button', { name: 'Reconcile', exact: true }),
  ).toBeEnabled({ timeout: 40_000 });
  expect((await readStorefront()).spec.suspend).toBeFalsy();
});

test('A failing Kustomization says what fails and that Flux tries again', async ({
  page,
}) => {
  await openResource(page, {
    name: 'recommendations',
    cluster: 'us-production',
  });
  await expect(page.getByText(/^Failed: health check failed/)).toBeVisible();
  await expect(page.getByText('Flux tries again by itself.')).toBeVisible();
  await page.getByRole('button', { name: 'Reconcile', exact: true }).click();
  await expect(
    page.getByText('It failed, and Flux tries again by itself').first(),
  ).toBeVisible({ timeout: 40_000 });
});

test('A link to nothing leads back to the list', async ({ page }) => {
  await signIn(page, '/flux/resources/00000000000000000000000000000000');
  await expect(
    page.getByText('This resource does not exist (any more)'),
  ).toBeVisible();
  await page.getByRole('link', { name: 'All resources' }).first().click();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
});

function readStorefront() {
  return kubernetes(
    'eu-production',
    'GET',
    '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/storefront/kustomizations/storefront',
  );
}

function readCatalog() {
  return kubernetes(
    'eu-production',
    'GET',
    '/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/discovery/kustomizations/catalog',
  );
}
