import { expect, type Page, test } from '@playwright/test';
import { azureIdentity, removeAzureConnections } from './support/azure';
import { signIn } from './support/signIn';
import { violations } from './support/violations';

const NAME = 'Northwind';
/** Running, with a server, and the identity bound in them. */
const CONNECTED = ['aks-shop-weu', 'aks-staging', 'aks-legacy'];

/** Types the name and deletes the connection, as a person would. */
async function remove(page: Page): Promise<void> {
  await page.getByRole('button', { name: `Delete: ${NAME}` }).click();
  const dialog = page.getByRole('dialog');
  const submit = dialog.getByRole('button', { name: 'Delete connection' });
  await expect(submit).toBeDisabled();
  await expect(
    dialog.getByText('Nothing is deleted in Azure or in the clusters.'),
  ).toBeVisible();
  await dialog.getByLabel(`Type ${NAME} to confirm`).fill(NAME);
  await submit.click();
  await expect(page.getByText(`Connection ${NAME} was deleted`)).toBeVisible();
}

// Whatever becomes of a test: others count the clusters.
test.afterEach(removeAzureConnections);

test('AKS clusters come with a connection to Azure, and leave with it', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signIn(page, '/flux/settings');
  await page.getByRole('link', { name: 'Azure', exact: true }).click();
  await expect(page).toHaveURL(/\/flux\/settings\/azure$/);
  await expect(page.getByText('No connection to Azure yet')).toBeVisible();
  expect(await violations(page, 'main')).toEqual([]);

  // What is wrong is named before anything is sent; what Entra says is in plain words.
  await page.getByRole('button', { name: 'Add connection' }).click();
  const add = page.getByRole('dialog', { name: 'Add a connection to Azure' });
  await add.getByRole('button', { name: 'Add connection' }).click();
  await expect(add.getByText(/^Tenant id must be a GUID/)).toBeVisible();
  expect(await violations(page, '[role="dialog"]')).toEqual([]);
  const { tenantId, clientId, clientSecret } = azureIdentity();
  await add.getByLabel('Name', { exact: true }).fill(NAME);
  await add.getByLabel('Tenant id').fill(tenantId);
  await add.getByLabel('Client id').fill(clientId);
  const secret = add.getByLabel('Client secret', { exact: true });
  await secret.fill('not-the-secret');
  await add.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(add.getByText('AADSTS7000215')).toBeVisible();
  expect(await violations(page, '[role="dialog"]')).toEqual([]);
  await secret.fill(clientSecret);
  await add.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(add.getByText('The connection works')).toBeVisible();
  await add.getByRole('button', { name: 'Add connection' }).click();
  await expect(page.getByText(`Connection ${NAME} was added`)).toBeVisible();

  await page.getByRole('button', { name: `Discover: ${NAME}` }).click();
  const found = page.getByRole('dialog', { name: `What ${NAME} finds` });
  await expect(found.getByText('6 clusters')).toBeVisible();
  await expect(
    found.getByRole('row').filter({ hasText: 'aks-legacy' }),
  ).toContainText('Client certificate');
  expect(await violations(page, '[role="dialog"]')).toEqual([]);
  await found.getByRole('button', { name: 'Sync' }).click();

  const panel = page.getByRole('region', { name: `Import through ${NAME}` });
  await expect(panel.getByText(/^The import is done/)).toBeVisible();
  await expect(panel.getByText('Imported as aks-staging.')).toBeVisible();
  // The address names the operation: it is shown again after a reload.
  await page.reload();
  await expect(panel.getByText(/^The import is done/)).toBeVisible();
  const card = page.getByRole('region', { name: NAME, exact: true });
  await expect(card.getByText('6 clusters')).toBeVisible();
  await card.getByText('Role bindings for the clusters').click();
  await expect(card.getByText('backstage-fluxcd-view')).toBeVisible();
  expect(await violations(page, 'main')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violations(page, 'main')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  const { width, height } = page.viewportSize()!;
  await page.setViewportSize({ width: 400, height: 800 });
  expect(
    await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    ),
  ).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width, height });

  await card.getByRole('link', { name: '6 clusters' }).click();
  for (const name of CONNECTED) {
    await expect(
      page.getByRole('listitem').filter({ hasText: name }),
    ).toContainText('Connected');
  }
  await expect(
    page.getByRole('listitem').filter({ hasText: 'aks-loadtest' }),
  ).toContainText('Stopped');

  await page.goto('/flux/settings/azure');
  await remove(page);
  await page.goto('/flux/clusters');
  await expect(page.getByText('4 clusters', { exact: true })).toBeVisible();
  await expect(page.getByText('aks-staging')).toHaveCount(0);
});

test('Who may only look sees the connections to Azure and can change nothing', async ({
  page,
}) => {
  await signIn(page, '/flux/settings', 'reader');
  await page.getByRole('link', { name: 'Azure', exact: true }).click();
  await expect(
    page.getByText(/permission fluxcd.azure.create is missing/),
  ).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Add connection' }),
  ).toBeDisabled();
});
