import { setScreenWidth } from '../__testUtils__/setScreenWidth';
import {
  FLUX_KINDS,
  type Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen, within } from '@testing-library/react';
import { englishT } from '../__testUtils__/englishT';
import { aList, aResource } from '../__testUtils__/fixtures';
import { renderAt } from '../__testUtils__/renderAt';
import { kindColumns } from './kindColumns';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);

const policy = aResource({
  id: 'r-policy',
  group: 'image.toolkit.fluxcd.io',
  kind: 'ImagePolicy',
  name: 'web',
  facts: { latestImage: 'r.example.com/web:1.2.0', semver: '>=1.0' },
});
const unchosen: Resource = {
  ...policy,
  id: 'r-2',
  name: 'api',
  facts: { alphabetical: 'asc' },
};
const list = (address: string) =>
  renderAt(address, {
    listResources: jest.fn(async () => aList([policy, unchosen])),
  });
const headers = async () =>
  (await screen.findAllByRole('columnheader')).map(h => h.textContent);

describe('the columns of a kind', () => {
  const t = englishT();

  it.each(FLUX_KINDS.map(k => k.kind))(
    'are one to four for a %s, and fit beside the others',
    kind => {
      const columns = kindColumns(kind, t);
      expect(columns.length).toBeGreaterThanOrEqual(2);
      expect(columns.length).toBeLessThanOrEqual(4);
      const isStatic = FLUX_KINDS.some(k => k.kind === kind && k.static);
      expect(
        columns.reduce((sum, column) => sum + column.minWidth, 0),
      ).toBeLessThanOrEqual(isStatic ? 500 : 390);
      // What is not known leaves a cell without words that are wrong.
      for (const column of columns)
        expect(() =>
          column.value(aResource({ kind, facts: undefined })),
        ).not.toThrow();
    },
  );

  it('are none for a kind that is not known', () => {
    expect(kindColumns('Terraform', t)).toEqual([]);
    expect(kindColumns('constructor', t)).toEqual([]);
    expect(kindColumns(undefined, t)).toEqual([]);
  });

  it('stand in the list when it shows one kind only', async () => {
    setScreenWidth(1440);
    await list('/flux/resources?kind=ImagePolicy');
    expect(await headers()).toEqual([
      'Status',
      'Name',
      'Cluster',
      'Latest image',
      'Chosen by',
      'Message',
      'Since',
    ]);
    const row = screen.getByRole('rowheader', { name: /^web/ }).closest('tr')!;
    expect(within(row).getByText('web:1.2.0')).toBeVisible();
    expect(within(row).getByText('version range >=1.0')).toBeVisible();
    // The namespace folds under the name.
    expect(within(row).getByText('shop')).toBeVisible();
    expect(screen.getByText('none yet')).toBeVisible();
  });

  it('do not when it shows two', async () => {
    setScreenWidth(1440);
    await list('/flux/resources?kind=ImagePolicy&kind=Kustomization');
    expect(await headers()).toContain('Kind');
    expect(await headers()).not.toContain('Latest image');
  });

  it('fold into the cards of a narrow screen', async () => {
    setScreenWidth(400);
    await list('/flux/resources?kind=ImagePolicy');
    const card = (await screen.findByRole('link', { name: 'web' })).closest(
      'li',
    )!;
    expect(card).toHaveTextContent(/Chosen byversion range >=1\.0/);
    expect(card).not.toHaveTextContent('ImagePolicy');
  });
});
