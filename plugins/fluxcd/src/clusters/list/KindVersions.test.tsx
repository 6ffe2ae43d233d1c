import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { ClusterKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen } from '@testing-library/react';
import { KindVersions } from './KindVersions';

function show(change: Partial<ClusterKind>) {
  const kind: ClusterKind = {
    group: 'helm.toolkit.fluxcd.io',
    kind: 'HelmRelease',
    state: 'watching',
    count: 1,
    ...change,
  };
  renderInTestApp(<KindVersions kind={kind} />);
}
const listed = async () =>
  (await screen.findAllByRole('listitem')).map(item => item.textContent);

describe('KindVersions', () => {
  it('lists the versions that a cluster serves, and marks the one that is read', async () => {
    show({ version: 'v2', servedVersions: ['v2', 'v2beta2'] });
    expect(await listed()).toEqual(['v2 (read)', 'v2beta2']);
  });

  it('marks nothing where there is only one', async () => {
    show({ version: 'v2', servedVersions: ['v2'] });
    expect(await screen.findByText('v2')).toBeVisible();
    expect(screen.queryByRole('list')).not.toBeInTheDocument();
  });

  it('shows the one that is read though the others are not known yet', async () => {
    show({ version: 'v2' });
    expect(await screen.findByText('v2')).toBeVisible();
  });

  it('keeps the one that is read though discovery leaves it out', async () => {
    show({ version: 'v2beta2', servedVersions: ['v2'] });
    expect(await listed()).toEqual(['v2beta2 (read)', 'v2']);
  });
});
