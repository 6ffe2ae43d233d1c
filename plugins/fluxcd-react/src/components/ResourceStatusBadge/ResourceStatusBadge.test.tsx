import { renderInTestApp } from '@backstage/frontend-test-utils';
import { resourceStatusSchema } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen } from '@testing-library/react';
import { ResourceStatusBadge } from './ResourceStatusBadge';

describe('ResourceStatusBadge', () => {
  it('says every status in a word of its own and with an icon of its own', async () => {
    renderInTestApp(
      <>
        {resourceStatusSchema.options.map(status => (
          <p key={status}>
            <ResourceStatusBadge status={status} />
          </p>
        ))}
      </>,
    );
    const shapes = new Set<string>();
    for (const status of resourceStatusSchema.options) {
      const word = status[0].toUpperCase() + status.slice(1);
      const badge = (await screen.findByText(word)).closest('p')!;
      shapes.add(badge.querySelector('path')!.getAttribute('d')!);
    }
    expect(shapes.size).toBe(resourceStatusSchema.options.length);
  });
});
