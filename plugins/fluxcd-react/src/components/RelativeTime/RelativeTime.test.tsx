import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { RelativeTime } from './RelativeTime';

const ago = (seconds: number) =>
  new Date(Date.now() - seconds * 1000).toISOString();

describe('RelativeTime', () => {
  it('says how long ago it was, and exactly when in the title', async () => {
    const value = ago(2 * 3_600);
    renderInTestApp(<RelativeTime value={value} />);
    const time = await screen.findByText('2 hours ago');
    expect(time.tagName).toBe('TIME');
    expect(time).toHaveAttribute('datetime', value);
    expect(time.title).toContain(String(new Date(value).getFullYear()));
  });

  it('calls the clock skew of a cluster "just now", but tells a real future', async () => {
    renderInTestApp(
      <>
        <RelativeTime value={ago(-3)} />
        <RelativeTime value={ago(-10 * 86_400 - 60)} />
      </>,
    );
    expect(await screen.findByText('just now')).toBeInTheDocument();
    expect(screen.getByText('in 10 days')).toBeInTheDocument();
  });

  it('shows what is no date as it is', async () => {
    renderInTestApp(<RelativeTime value="soon" />);
    expect(await screen.findByText('soon')).toBeInTheDocument();
  });
});
