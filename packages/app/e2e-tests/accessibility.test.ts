import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { signIn } from './support/signIn';

/** By name: where it begins, and the link that leads on to it. */
const pages: Record<string, { path: string; link?: string; shows: RegExp }> = {
  'the overview': { path: '/flux/overview', shows: /resources in 4 clusters/ },
  clusters: { path: '/flux/clusters', shows: /^4 clusters$/ },
  'the list of resources': {
    path: '/flux/resources',
    shows: /^[\d,]+ resources$/,
  },
  'a resource': {
    path: '/flux/resources?text=recommendations&kind=Kustomization',
    link: 'recommendations',
    shows: /^Conditions/,
  },
  'a cluster': {
    path: '/flux/clusters',
    link: 'Development',
    shows: /^kustomize-controller/,
  },
  'the activity': { path: '/flux/activity', shows: /^Added the cluster$/ },
};

async function open(page: Page, name: string): Promise<void> {
  const { path, link, shows } = pages[name];
  await signIn(page, path);
  if (link) await page.getByRole('link', { name: link }).first().click();
  await expect(
    page.locator('main').getByText(shows).filter({ visible: true }).first(),
  ).toBeVisible();
}

for (const scheme of ['light', 'dark'] as const) {
  for (const name of Object.keys(pages)) {
    test(`Nothing on the page of ${name} keeps anybody out, ${scheme}`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await open(page, name);
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

for (const name of Object.keys(pages)) {
  test(`The page of ${name} fits a phone`, async ({ page }) => {
    await page.setViewportSize({ width: 400, height: 800 });
    await open(page, name);
    await page.waitForTimeout(1000);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
