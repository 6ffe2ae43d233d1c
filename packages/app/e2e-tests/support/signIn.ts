import { expect, type Page } from '@playwright/test';

/** Signs in as the guest and opens `path` as a deep link would: with a full load of the page. */
export async function signIn(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(page.getByRole('link', { name: 'Flux' }).first()).toBeVisible();
}
