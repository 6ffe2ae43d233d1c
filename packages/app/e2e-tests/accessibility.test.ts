import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { signIn } from './support/signIn';

const pages = {
  'the overview': '/flux/overview',
  clusters: '/flux/clusters',
  'the list of resources': '/flux/resources',
  'a resource': '/flux/resources?text=recommendations&kind=Kustomization',
  'a cluster': '/flux/clusters',
  'the activity': '/flux/activity',
};

for (const scheme of ['light', 'dark'] as const) {
  for (const [name, path] of Object.entries(pages)) {
    test(`Nothing on the page of ${name} keeps anybody out, ${scheme}`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await signIn(page, path);
      if (name === 'a resource') {
        await page
          .getByRole('link', { name: 'recommendations' })
          .first()
          .click();
        await expect(page.getByText('Conditions')).toBeVisible();
      } else if (name === 'a cluster') {
        await page.getByRole('link', { name: 'Development' }).first().click();
        await expect(
          page.getByRole('link', { name: 'All clusters' }),
        ).toBeVisible();
      } else {
        await expect(
          page
            .getByText('Development')
            .or(page.getByRole('row').nth(1))
            .filter({ visible: true })
            .first(),
        ).toBeVisible();
      }
      const { violations } = await new AxeBuilder({ page })
        .include('main')
        .analyze();
      expect(
        violations
          .filter(v => v.impact === 'serious' || v.impact === 'critical')
          .map(
            v =>
              `${v.id}: ${v.nodes.map(n => n.html.slice(0, 300)).join('\n')}`,
          ),
      ).toEqual([]);
    });
  }
}

for (const [name, path] of Object.entries(pages)) {
  test(`The page of ${name} fits a phone`, async ({ page }) => {
    await page.setViewportSize({ width: 400, height: 800 });
    await signIn(page, path);
    await expect(page.locator('main')).toBeVisible();
    await page.waitForTimeout(1000);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
