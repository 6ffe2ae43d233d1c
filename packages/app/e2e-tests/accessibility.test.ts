import { expect, test } from '@playwright/test';
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
