import { expect, test } from '@playwright/test';
import { signIn } from './support/signIn';

const day = (offset: number) => {
  const date = new Date();
  date.setDate(date.getDate() + offset);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(
    date.getDate(),
  )}`;
};

test('What was done is found between two days, which the URL keeps', async ({
  page,
}) => {
  await signIn(page, '/flux/activity');
  const table = page.getByRole('table', { name: 'Activity' });
  await expect(table.getByText('Added the cluster').first()).toBeVisible();
  await page.getByRole('button', { name: /When/ }).click();
  await page.getByRole('option', { name: 'Choose days…' }).click();
  await page.getByLabel('From', { exact: true }).fill(day(0));
  await page.getByLabel('To', { exact: true }).fill(day(0));
  await expect(page).toHaveURL(
    new RegExp(`since=days&from=${day(0)}&to=${day(0)}`),
  );
  await expect(table.getByText('Added the cluster').first()).toBeVisible();

  await page.getByLabel('From', { exact: true }).fill(day(1));
  await expect(page.getByText('“From” must not be after “To”.')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`from=${day(0)}`));

  await page.goto(`/flux/activity?since=days&from=${day(-3)}&to=${day(-2)}`);
  await expect(
    page.getByRole('heading', { name: 'Nothing matches the filters' }),
  ).toBeVisible();
});
