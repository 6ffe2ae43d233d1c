import { expect, test } from '@playwright/test';
import { signIn } from './support/signIn';

test('The plugin opens with the overview of the fleet, and a failure there leads to its page', async ({
  page,
}) => {
  await signIn(page, '/flux');
  await expect(page).toHaveURL(/\/flux\/overview/);
  await expect(page.getByText(/resources in 4 clusters/)).toBeVisible();
  await page.getByRole('link', { name: 'recommendations' }).first().click();
  await expect(page).toHaveURL(/\/flux\/resources\/[0-9a-f]{32}/);
  await expect(page.getByText(/^Failed: health check failed/)).toBeVisible();
});

test('The page of a cluster tells of its connection, its kinds and its controllers', async ({
  page,
}) => {
  await signIn(page, '/flux/clusters');
  await page.getByRole('link', { name: 'Staging' }).first().click();
  await expect(page).toHaveURL(/\/flux\/clusters\/[^/]+$/);
  await expect(page.getByRole('heading', { name: 'Staging' })).toBeVisible();
  await expect(page.getByText('kustomize-controller').first()).toBeVisible();
  await expect(
    page.getByText('Connected', { exact: true }).first(),
  ).toBeVisible();
});
