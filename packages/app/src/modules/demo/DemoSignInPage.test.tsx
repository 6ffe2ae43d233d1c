import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { DemoSignInPage } from './DemoSignInPage';

jest.setTimeout(60_000);

const portal = (providers: object) => {
  renderInTestApp(<DemoSignInPage onSignInSuccess={() => {}} />, {
    config: {
      app: { title: 'Test' },
      auth: { providers: providers as {} },
      backend: { baseUrl: 'http://localhost:7007' },
    },
  });
};

describe('DemoSignInPage', () => {
  it('says when nobody can sign in, and where the way out is described', async () => {
    portal({ guest: {} });
    expect(await screen.findByText('Nobody can sign in')).toBeInTheDocument();
    expect(screen.getByText(/docs\/sign-in\.md/)).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('offers the configured providers only', async () => {
    // No session of before: what the providers' refresh answers then.
    const fetched = jest
      .spyOn(global, 'fetch')
      .mockImplementation(async () => new Response('{}', { status: 401 }));
    portal({ github: {}, microsoft: {} });
    expect(
      await screen.findByText('GitHub', {}, { timeout: 30_000 }),
    ).toBeInTheDocument();
    expect(screen.getByText('Microsoft Entra')).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: 'Sign In' })).toHaveLength(2);
    expect(screen.queryByText('Guest')).not.toBeInTheDocument();
    fetched.mockRestore();
  });

  it('does not offer a provider that the backend goes on without', async () => {
    const fetched = jest.spyOn(global, 'fetch').mockImplementation(
      async url =>
        new Response('{}', {
          status: String(url).includes('/microsoft/') ? 404 : 401,
        }),
    );
    portal({ github: {}, microsoft: {} });
    expect(
      await screen.findByText('GitHub', {}, { timeout: 30_000 }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Microsoft Entra')).not.toBeInTheDocument();
    fetched.mockRestore();
  });
});
