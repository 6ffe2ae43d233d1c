import { expect, type Locator, type Page, test } from '@playwright/test';
import { readKubeconfig } from './support/fleet';
import { openResource } from './support/openResource';
import { signIn } from './support/signIn';
import { violations } from './support/violations';

const CATALOG = { name: 'catalog', cluster: 'eu-production' };

async function openPods(page: Page): Promise<void> {
  await openResource(page, CATALOG);
  await page
    .getByRole('button', { name: 'Pods and actions of catalog' })
    .click();
  await expect(
    page.getByRole('button', { name: 'Delete pod' }).first(),
  ).toBeEnabled();
}

async function pasteKubeconfig(dialog: Locator, cluster: string) {
  await dialog
    .getByRole('textbox', { name: /^Kubeconfig/ })
    .fill(readKubeconfig(cluster));
  await expect(
    dialog.getByRole('radio', { name: new RegExp(cluster) }),
  ).toBeChecked();
}

/** By name: how it is opened, and what tells that it is ready. */
const dialogs: Record<string, (page: Page, dialog: Locator) => Promise<void>> =
  {
    'the log of a pod': async (page, dialog) => {
      await openPods(page);
      await page.getByRole('button', { name: 'Logs' }).first().click();
      await expect(dialog.getByText('The log has ended.')).toBeVisible();
      await expect(dialog.getByText(/handled request/).first()).toBeVisible();
    },
    suspending: async (page, dialog) => {
      await openResource(page, CATALOG);
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: /^Suspend/ }).click();
      await expect(dialog.getByLabel('Reason')).toBeVisible();
    },
    scaling: async (page, dialog) => {
      await openPods(page);
      await page.getByRole('button', { name: 'Scale' }).click();
      await expect(dialog.getByLabel('Replicas')).toHaveValue('3');
    },
    'deleting a pod': async (page, dialog) => {
      await openPods(page);
      await page.getByRole('button', { name: 'Delete pod' }).first().click();
      await expect(dialog.getByText(/^It is asked to end/)).toBeVisible();
    },
    'syncing a cluster': async (page, dialog) => {
      await signIn(page, '/flux/clusters');
      await page.getByRole('link', { name: 'Staging' }).first().click();
      await page.getByRole('button', { name: 'Sync all' }).click();
      await expect(dialog.getByText('Sync all of Staging?')).toBeVisible();
    },
    'adding a cluster': async (page, dialog) => {
      await signIn(page, '/flux/clusters');
      await page.getByRole('button', { name: 'Add cluster' }).first().click();
      await pasteKubeconfig(dialog, 'staging');
    },
    'replacing credentials': async (page, dialog) => {
      await signIn(page, '/flux/clusters');
      await page.getByRole('link', { name: 'Staging' }).first().click();
      await page.getByRole('button', { name: 'Replace credentials' }).click();
      // The radio itself lies under its label.
      await dialog.getByText('Kubeconfig', { exact: true }).first().click();
      await pasteKubeconfig(dialog, 'staging');
    },
  };

for (const scheme of ['light', 'dark'] as const) {
  for (const [name, open] of Object.entries(dialogs)) {
    test(`Nothing in the dialog for ${name} keeps anybody out, ${scheme}`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme: scheme });
      const dialog = page.getByRole('dialog');
      await open(page, dialog);
      expect(await violations(page, '[role="dialog"]')).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    });
  }
}

test('A dialog fits a phone', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  const dialog = page.getByRole('dialog');
  for (const name of ['the log of a pod', 'replacing credentials']) {
    await dialogs[name](page, dialog);
    const box = (await dialog.boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(400);
    expect(
      await dialog.evaluate(d => d.scrollWidth - d.clientWidth),
    ).toBeLessThanOrEqual(0);
  }
});

test('A pod that is deleted gives way to another one', async ({ page }) => {
  await openPods(page);
  const remove = page.getByRole('button', { name: 'Delete pod' });
  const count = await remove.count();
  await remove.first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Delete pod' }).click();
  await expect(page.getByText(/^Deletion of .*: done$/)).toBeVisible({
    timeout: 40_000,
  });
  await expect(remove).toHaveCount(count, { timeout: 40_000 });
});

test('Other credentials replace those of a cluster after a test', async ({
  page,
}) => {
  await dialogs['replacing credentials'](page, page.getByRole('dialog'));
  await page.getByRole('button', { name: 'Test and replace' }).click();
  await expect(
    page.getByText('The credentials of Staging were replaced').first(),
  ).toBeVisible();
});
