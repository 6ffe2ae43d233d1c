import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { DemoNotice } from './DemoNotice';

const portal = (
  <>
    <DemoNotice />
    <p>the portal</p>
  </>
);

describe('DemoNotice', () => {
  it('says in a demo that guests may operate simulated clusters', async () => {
    renderInTestApp(portal, { config: { app: { demo: true } } });
    expect(await screen.findByText('the portal')).toBeInTheDocument();
    expect(screen.getByRole('complementary')).toHaveTextContent(
      'The clusters are simulated, and this portal’s permission policy lets every guest operate them.',
    );
  });

  it('says nothing anywhere else', async () => {
    renderInTestApp(portal);
    expect(await screen.findByText('the portal')).toBeInTheDocument();
    expect(screen.queryByText(/guest/)).not.toBeInTheDocument();
  });
});
