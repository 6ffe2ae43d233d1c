import { render, screen } from '@testing-library/react';
import { App } from './App';

jest.setTimeout(60_000);
const LONG = { timeout: 30_000 };

describe('App', () => {
  it('starts with a sign-in for guests that says what a guest may do in a demo', async () => {
    // Assigned as a whole: a member of `process.env` would become a string.
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'Test', demo: true },
            auth: {
              providers: {
                guest: { dangerouslyAllowOutsideDevelopment: true },
              },
            },
            backend: { baseUrl: 'http://localhost:7007' },
          },
          context: 'test',
        },
      ] as any,
    };
    render(App.createRoot());
    const enter = await screen.findByRole('button', { name: 'Enter' }, LONG);
    expect(
      screen.getByText(/lets every guest operate them/),
    ).toBeInTheDocument();
    expect(enter).toBeEnabled();
  });
});
