import { expect, test } from '@playwright/test';
import { readKubeconfig } from './support/fleet';
import { signIn } from './support/signIn';

test('The four clusters of the demo fleet are connected', async ({ page }) => {
  await signIn(page, '/flux/clusters');
  await expect(page.getByText('4 clusters')).toBeVisible();
  for (const title of [
    'EU production',
    'US production',
    'Staging',
    'Development',
  ]) {
    await expect(page.getByText(title, { exact: true }).first()).toBeVisible();
  }
  await expect(page.getByText('Connected', { exact: true })).toHaveCount(4);
});

test('A kubeconfig that runs a command is refused by name, and what was typed stays', async ({
  page,
}) => {
  await signIn(page, '/flux/clusters');
  await page.getByRole('button', { name: 'Add cluster' }).first().click();
  const dialog = page.getByRole('dialog');
  const kubeconfig = readKubeconfig('development').replace(
    /token: .*/,
    'exec: { apiVersion: client.authentication.k8s.io/v1, command: touch, args: [/tmp/owned] }',
  );
  await dialog
    .getByLabel('Kubeconfig', { exact: true })
    .last()
    .fill(kubeconfig);
  await expect(dialog.getByText(/exec/).last()).toBeVisible();
  await expect(
    dialog.getByLabel('Kubeconfig', { exact: true }).last(),
  ).toHaveValue(kubeconfig);
});

test('A cluster is removed and added again from its kubeconfig after a test', async ({
  page,
}) => {
  await signIn(page, '/flux/clusters');
  await page.getByRole('button', { name: 'Details of Development' }).click();
  await page.getByRole('button', { name: 'Remove cluster' }).click();
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: 'Remove cluster' })
    .click();
  await expect(page.getByText('3 clusters')).toBeVisible();

  await page.getByRole('button', { name: 'Add cluster' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByLabel('Kubeconfig', { exact: true })
    .last()
    .fill(readKubeconfig('development'));
  await expect(
    dialog.getByRole('radio', { name: /development/ }),
  ).toBeChecked();
  await dialog.getByLabel('Name', { exact: false }).first().fill('development');
  await dialog.getByLabel('Title').fill('Development');
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  await expect(dialog.getByText('The connection works')).toBeVisible();
  await dialog.getByRole('button', { name: 'Add cluster' }).click();
  await expect(page.getByText('4 clusters')).toBeVisible();
  await expect(page.getByText('Connected', { exact: true })).toHaveCount(4);

  await page.goto('/flux/resources?text=sandbox');
  await expect(
    page.getByRole('row').filter({ hasText: 'development' }).first(),
  ).toBeVisible();
});
