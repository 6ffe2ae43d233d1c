import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { signIn } from './support/signIn';

/** By kind: a column that only its list has, and what its page says first. */
const kinds: Record<string, { column: string; says: RegExp }> = {
  Kustomization: { column: 'Path', says: /^Applies \.?\S+ of / },
  HelmRelease: { column: 'Chart', says: /^(Release|Chart) \S+ / },
  GitRepository: { column: 'Follows', says: /^Follows / },
  OCIRepository: { column: 'Follows', says: /^Follows / },
  HelmRepository: { column: 'Type', says: /^(A repository|An OCI)/ },
  HelmChart: { column: 'Chart', says: /^Fetches chart / },
  Bucket: { column: 'URL', says: /^Fetches .* in bucket / },
  ExternalArtifact: { column: 'Made by', says: /^Made by / },
  ArtifactGenerator: { column: 'Artifacts', says: /^Makes 2 artifacts/ },
  ImageRepository: { column: 'Tags', says: /^Found \d+ tags? / },
  ImagePolicy: {
    column: 'Latest image',
    says: /^Latest image \S+, chosen by version range >=1\.0\.0\.$/,
  },
  ImageUpdateAutomation: {
    column: 'Last push',
    says: /^Writes the images of /,
  },
  Receiver: { column: 'Triggers', says: /^Triggers 1 resource on github / },
  Alert: { column: 'Events of', says: /^Tells \S+ about / },
  Provider: { column: 'Host', says: /^Sends to \S+/ },
  FluxInstance: { column: 'Syncs', says: /^Installs Flux / },
  FluxReport: { column: 'Entitlement', says: /^Flux v[\d.]+: \d+ of \d+ / },
  ResourceSet: { column: 'Sets of inputs', says: /^Made \d+ objects? / },
  ResourceSetInputProvider: {
    column: 'Exported inputs',
    says: /^Exports \d+ /,
  },
};

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .include('main')
    .analyze();
  return violations
    .filter(v => v.impact === 'serious' || v.impact === 'critical')
    .map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 300)).join('\n')}`);
}

for (const [kind, { column, says }] of Object.entries(kinds)) {
  test(`The list of ${kind} has columns of its own, and a page says what matters of one`, async ({
    page,
  }) => {
    await signIn(page, `/flux/resources?kind=${kind}`);
    await expect(
      page.getByRole('columnheader', { name: column, exact: true }),
    ).toBeVisible();
    await expect(
      page.getByRole('columnheader', { name: 'Kind', exact: true }),
    ).toHaveCount(0);
    expect(await barriers(page)).toEqual([]);

    await page.getByRole('rowheader').getByRole('link').first().click();
    await expect(
      page.locator('main section').getByText(says).first(),
    ).toBeVisible();
    expect(await page.locator('main').textContent()).not.toMatch(
      /\/hook\/[0-9a-f]{16}|demo-webhook-token/,
    );
    expect(await barriers(page)).toEqual([]);
  });
}

test('The columns of a kind fold on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await signIn(page, '/flux/resources?kind=ImagePolicy');
  await expect(page.getByText('Chosen by').first()).toBeVisible();
  const tooWide = await page
    .locator('main li')
    .evaluateAll(
      cards =>
        cards.filter(card => card.scrollWidth > card.clientWidth + 1).length,
    );
  expect(tooWide).toBe(0);
  expect(await barriers(page)).toEqual([]);
});
