import { setScreenWidth } from '../__testUtils__/setScreenWidth';
import type { ResourceDetail } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aDetail, aResource } from '../__testUtils__/fixtures';
import { renderAt } from '../__testUtils__/renderAt';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);
beforeAll(() => setScreenWidth(1440));

async function open(detail: Partial<ResourceDetail>, title: string) {
  await renderAt('/flux/resources/r-cart', {
    getResource: jest.fn(async () => aDetail(detail)),
    listResourceEvents: jest.fn(async () => ({ items: [] })),
    listResourceHistory: jest.fn(async () => ({ items: [] })),
  });
  return screen.findByRole('region', { name: title });
}

const receiver = aResource({
  group: 'notification.toolkit.fluxcd.io',
  kind: 'Receiver',
  revision: undefined,
});
const repository = (name: string, resourceId?: string) => ({
  group: 'source.toolkit.fluxcd.io',
  kind: 'GitRepository',
  namespace: 'flux-system',
  name,
  resourceId,
});

describe('KindSection', () => {
  it('links what a fact names to its page, when the fleet knows it', async () => {
    const section = await open(
      {
        resource: receiver,
        facts: [
          { name: 'type', value: 'github' },
          {
            name: 'triggers',
            value: '3',
            references: [
              repository('fleet', 'r-fleet'),
              repository('gone'),
              { ...repository('*'), labels: 'team=a' },
            ],
          },
          { name: 'webhook', value: 'true' },
        ],
      },
      'What it triggers',
    );
    expect(
      within(section).getByText(/^Triggers 3 resources on github events\./),
    ).toBeVisible();
    expect(
      within(section).getByRole('link', {
        name: 'GitRepository flux-system/fleet',
      }),
    ).toHaveAttribute('href', '/flux/resources/r-fleet');
    expect(
      within(section).getByText('GitRepository flux-system/gone').closest('a'),
    ).toBeNull();
    expect(
      within(section).getByText('Any GitRepository in flux-system with team=a'),
    ).toBeVisible();
    // What the sentence told is not said again.
    expect(section).not.toHaveTextContent('Webhook in place');
  });

  it('shows few of many references, and all that came when asked', async () => {
    const section = await open(
      {
        resource: receiver,
        facts: [
          {
            name: 'triggers',
            value: '60',
            references: Array.from({ length: 50 }, (_, i) =>
              repository(`r${i}`),
            ),
          },
        ],
      },
      'What it triggers',
    );
    expect(within(section).getAllByRole('listitem')).toHaveLength(5);
    await userEvent.click(
      within(section).getByRole('button', { name: 'Show 45 more' }),
    );
    expect(within(section).getAllByRole('listitem')).toHaveLength(51);
    expect(within(section).getByText('and 10 more')).toBeVisible();
  });

  it('claims nothing of a cluster that does not answer, and shows what its row tells', async () => {
    const section = await open(
      {
        live: false,
        resource: receiver,
        facts: [{ name: 'triggers', value: 'GitRepository/a, +2' }],
      },
      'What it triggers',
    );
    expect(section).toHaveTextContent('TriggersGitRepository/a, +2');
    expect(section).not.toHaveTextContent('It has no webhook yet');
  });

  it('writes values for people: sizes, flags, times', async () => {
    const section = await open(
      {
        resource: aResource({
          group: 'source.toolkit.fluxcd.io',
          kind: 'GitRepository',
        }),
        facts: [
          { name: 'branch', value: 'main' },
          { name: 'recurseSubmodules', value: 'false' },
          { name: 'artifactSize', value: '12345' },
        ],
      },
      'What it fetches',
    );
    expect(section).toHaveTextContent('With submodulesNo');
    expect(section).toHaveTextContent('Size of the artifact12.3 kB');
  });
});
