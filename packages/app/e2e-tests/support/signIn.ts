import { expect, type Page } from '@playwright/test';

/** Who a test may be: the guest may do everything; a reader may only see, a stranger not even that. */
export type User = 'guest' | 'reader' | 'stranger';

/** Signs in and opens `path` as a deep link would: with a full load of the page. */
export async function signIn(
  page: Page,
  path: string,
  user: User = 'guest',
): Promise<void> {
  if (user !== 'guest') {
    // The sign-in page knows the guest only: the backend is asked for somebody else, and answers with their token.
    await page.route('**/api/auth/guest/refresh*', route =>
      route.continue({
        url: route.request().url().replace('/guest/', `/${user}/`),
      }),
    );
  }
  await page.goto(path);
  const enter = page.getByRole('button', { name: 'Enter' });
  const inside = page.getByRole('link', { name: 'Flux' }).first();
  // Who entered before in this browser is let in again.
  await expect(enter.or(inside)).toBeVisible();
  if (await enter.isVisible()) await enter.click();
  await expect(inside).toBeVisible();
}
