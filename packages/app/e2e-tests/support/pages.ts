import { expect, type Page } from '@playwright/test';
import { signIn, type User } from './signIn';

/** Every page, by name: where it begins, the link that leads on to it, and what tells that it is there. */
const PAGES: Record<string, { path: string; link?: string; shows: RegExp }> = {
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
  'the activity between two days': {
    path: '/flux/activity?since=days&from=2026-01-01',
    shows: /^Added the cluster$/,
  },
  'the resources of an entity': {
    path: '/catalog/default/component/storefront/flux',
    shows: /^notifications-api$/,
  },
  'an entity with its card': {
    path: '/catalog/default/component/storefront',
    shows: /^Kustomization · storefront/,
  },
};

export type PageName = keyof typeof PAGES;
export const PAGE_NAMES: PageName[] = Object.keys(PAGES);

/** Opens a page and waits until it shows what it is about. */
export async function openPage(
  page: Page,
  name: PageName,
  user?: User,
): Promise<void> {
  const { path, link, shows } = PAGES[name];
  await signIn(page, path, user);
  if (link) await page.getByRole('link', { name: link }).first().click();
  await expect(
    page.locator('main').getByText(shows).filter({ visible: true }).first(),
  ).toBeVisible();
}
