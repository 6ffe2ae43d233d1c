import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { PageFrame } from './PageFrame';

describe('PageFrame', () => {
  it('explains which permission is missing instead of showing the page', async () => {
    renderInTestApp(
      <PageFrame>
        <p>secret plans</p>
      </PageFrame>,
      {
        apis: [
          mockApis.permission({
            authorize: ({ permission }) =>
              permission.name === 'fluxcd.read' ? 'DENY' : 'ALLOW',
          }),
        ],
      },
    );
    expect(
      await screen.findByText(/needs the permission fluxcd.read/),
    ).toBeInTheDocument();
    expect(screen.queryByText('secret plans')).not.toBeInTheDocument();
  });
});
