import { expect, test } from '@playwright/test';
import { kubernetes } from './support/fleet';
import { signIn } from './support/signIn';

test('A platform engineer finds what is broken in the whole fleet', async ({
  page,
}) => {
  await signIn(page, '/flux/resources');
  await expect(page.getByText(/^[\d,]+ resources$/)).toBeVisible();
  await expect(page.getByText('Demo.').first()).toBeVisible();

  await page.getByRole('button', { name: /^Failed \d/ }).click();
  await expect(page).toHaveURL(/status=failed/);
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'recommendations' })).toBeVisible();
  await expect(rows.filter({ hasText: 'external-dns' })).toHaveCount(0);

  await page.reload();
  await expect(rows.filter({ hasText: 'recommendations' })).toBeVisible();

  await page.goBack();
  await expect(page).not.toHaveURL(/status=failed/);
});

test('A search that finds nothing says so and lets go of the filters', async ({
  page,
}) => {
  await signIn(page, '/flux/resources?text=no-such-thing');
  await expect(
    page.getByRole('heading', { name: 'No resource matches' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
});

test('The list goes on page by page and tells how many there are', async ({
  page,
}) => {
  await signIn(page, '/flux/resources');
  const pager = page.getByRole('navigation', { name: 'Pages' });
  await pager.getByRole('button', { name: 'Next page' }).click();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await pager.getByRole('button', { name: 'Previous page' }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('Failed');
});

test('A resource that comes and goes in its cluster comes and goes in the list', async ({
  page,
}) => {
  const alerts =
    '/apis/notification.toolkit.fluxcd.io/v1beta3/namespaces/flux-system/alerts';
  await signIn(page, '/flux/resources?text=short-lived');
  await expect(
    page.getByRole('heading', { name: 'No resource matches' }),
  ).toBeVisible();
  await kubernetes('development', 'POST', alerts, {
    apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
    kind: 'Alert',
    metadata: { name: 'short-lived', namespace: 'flux-system' },
    spec: {
      providerRef: { name: 'slack' },
      eventSources: [{ kind: 'Kustomization', name: '*' }],
    },
  });
  const row = page.getByRole('link', { name: 'short-lived' });
  await expect(row).toBeVisible();
  await kubernetes('development', 'DELETE', `${alerts}/short-lived`);
  await expect(row).toHaveCount(0);
});
