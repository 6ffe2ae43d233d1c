import { expect, test } from '@playwright/test';
import { openResource } from './support/openResource';
import { openPage, PAGE_NAMES } from './support/pages';
import { violations } from './support/violations';

for (const scheme of ['light', 'dark'] as const) {
  for (const name of PAGE_NAMES) {
    test(`Nothing on the page of ${name} keeps anybody out, ${scheme}`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await openPage(page, name);
      expect(await violations(page, 'main')).toEqual([]);
    });
  }
}

for (const scheme of ['light', 'dark'] as const) {
  test(`Nothing in the menu of a resource keeps anybody out, ${scheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await openResource(page, { name: 'catalog', cluster: 'eu-production' });
    await page.getByRole('button', { name: 'More actions' }).click();
    await expect(page.getByRole('menuitem').first()).toBeVisible();
    expect(await violations(page, '[role=menu]')).toEqual([]);
  });
}

for (const name of PAGE_NAMES) {
  test(`The page of ${name} fits a phone`, async ({ page }) => {
    await page.setViewportSize({ width: 400, height: 800 });
    await openPage(page, name);
    await page.waitForTimeout(1000);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
