import { expect, test } from '@playwright/test';
import { switchCluster } from './support/fleet';
import { signIn } from './support/signIn';

/** A watch that breaks off is tried again before its cluster counts as lost. */
const LOST = { timeout: 60_000 };
/** The pause between attempts to reach a lost cluster grows. */
const FOUND = { timeout: 90_000 };

test.afterEach(() => switchCluster('development', 'resume'));

test('A cluster that is cut off costs open pages a banner and no rows', async ({
  context,
}) => {
  test.setTimeout(240_000);
  const open = async (path: string) => {
    const page = await context.newPage();
    await signIn(page, path);
    return page;
  };
  const list = await open('/flux/resources?text=sandbox');
  const entity = await open('/catalog/default/component/storefront/flux');
  const clusters = await open('/flux/clusters');
  const row = list.getByRole('row').filter({ hasText: 'development' }).first();
  const entityRow = entity
    .getByRole('listitem')
    .filter({ hasText: /Kustomization · storefront · development/ })
    .first();
  await expect(row).toBeVisible();
  await expect(entityRow).toBeVisible();
  await expect(clusters.getByText('Connected', { exact: true })).toHaveCount(4);

  await switchCluster('development', 'pause');
  for (const page of [list, entity]) {
    const banner = page
      .getByRole('region')
      .filter({ hasText: /development/ })
      .filter({ hasText: /last contact/i })
      .first();
    await expect(banner).toBeVisible(LOST);
  }
  await expect(row).toBeVisible();
  await expect(entityRow).toBeVisible();
  await expect(clusters.getByText('Connected', { exact: true })).toHaveCount(
    3,
    LOST,
  );

  await switchCluster('development', 'resume');
  await expect(clusters.getByText('Connected', { exact: true })).toHaveCount(
    4,
    FOUND,
  );
  for (const page of [list, entity]) {
    await expect(page.getByText(/last contact/i)).toHaveCount(0, LOST);
  }
  await expect(row).toBeVisible();
});
