import { expect, test } from '@playwright/test';
import { signIn } from './support/signIn';

test('The resources of an entity are narrowed by the URL, and the way back is the browser’s', async ({
  page,
}) => {
  await signIn(page, '/catalog/default/component/storefront/flux');
  const rows = page.getByRole('list', { name: 'Resources' });
  await expect(rows.getByText(/us-production/).first()).toBeVisible();
  await page.getByRole('button', { name: /^Waiting \d/ }).click();
  await expect(page).toHaveURL(/flux-status=/);
  const narrowed = page.url();
  await expect(rows.getByText(/notifications-api/)).toHaveCount(0);

  await page.reload();
  await expect(page).toHaveURL(narrowed);
  await expect(rows.getByText(/us-production/).first()).toBeVisible();
  await expect(rows.getByText(/notifications-api/)).toHaveCount(0);

  await page.goBack();
  await expect(page).not.toHaveURL(/flux-status=/);
  await expect(rows.getByText(/notifications-api/).first()).toBeVisible();
});

test('The card of an entity leads to its resources', async ({ page }) => {
  await signIn(page, '/catalog/default/component/storefront');
  await page.getByRole('link', { name: 'gateway' }).first().click();
  await expect(page).toHaveURL(/\/flux\/resources\/[0-9a-f]{32}/);
  await expect(page.getByRole('heading', { name: 'gateway' })).toBeVisible();
});
