import { expect, type Page } from '@playwright/test';
import { signIn, type User } from './signIn';

/** Opens a resource by way of the list, as a person would; answers its id. */
export async function openResource(
  page: Page,
  resource: { name: string; cluster: string; kind?: string; user?: User },
): Promise<string> {
  const { name, cluster, kind = 'Kustomization', user } = resource;
  const query = new URLSearchParams({ text: name, kind });
  await signIn(page, `/flux/resources?${query}`, user);
  // A row of the table, or a card on a phone.
  await page
    .getByRole('row')
    .or(page.getByRole('listitem'))
    .filter({ hasText: cluster })
    .getByRole('link', { name, exact: true })
    .filter({ visible: true })
    .first()
    .click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  return page.url().split('/').pop()!;
}
