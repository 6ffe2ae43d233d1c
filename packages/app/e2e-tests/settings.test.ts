import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { signIn } from './support/signIn';

test('The settings tell what was configured and how the credentials are sealed, and let nobody change it', async ({
  page,
}) => {
  await signIn(page, '/flux');
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(page).toHaveURL(/\/flux\/settings$/);
  const credentials = page.getByRole('region', {
    name: 'Encryption of credentials',
  });
  await expect(credentials).toContainText(
    /\d clusters sealed with the newest key/,
  );
  await expect(
    page.getByRole('region', { name: 'Addresses of API servers' }),
  ).toContainText('127.0.0.0/8fluxcd.clusters.allowedCidrsSet in app-config');
  await expect(page.getByRole('region', { name: 'Retention' })).toContainText(
    '90 daysfluxcd.retention.activityDaysDefault',
  );
  const main = page.locator('main').filter({ has: credentials }).last();
  for (const role of ['button', 'textbox', 'switch', 'checkbox'] as const) {
    await expect(main.getByRole(role)).toHaveCount(0);
  }
});

test('The settings say which permission is missing, and that they could not be read', async ({
  page,
}) => {
  const answer = (status: number, name: string) =>
    page.route('**/api/fluxcd/v1/settings', route =>
      route.fulfill({
        status,
        json: {
          error: { name, message: `${name} of a test` },
          response: { statusCode: status },
        },
      }),
    );
  await answer(403, 'NotAllowedError');
  await signIn(page, '/flux/settings');
  await expect(
    page.getByText(/needs the permission fluxcd.settings.read/),
  ).toBeVisible();

  await page.unroute('**/api/fluxcd/v1/settings');
  await answer(503, 'ServiceUnavailableError');
  await page.reload();
  await expect(page.getByText('The settings cannot be read')).toBeVisible();
  await page.unroute('**/api/fluxcd/v1/settings');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Retention' })).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`Nothing on the page of settings keeps anybody out, ${scheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await signIn(page, '/flux/settings');
    await expect(
      page.getByRole('heading', { name: 'Retention' }),
    ).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .include('main')
      .analyze();
    expect(
      violations
        .filter(v => v.impact === 'serious' || v.impact === 'critical')
        .map(
          v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 300)).join('\n')}`,
        ),
    ).toEqual([]);
  });
}

test('The page of settings fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await signIn(page, '/flux/settings');
  await expect(page.getByRole('heading', { name: 'Retention' })).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});
