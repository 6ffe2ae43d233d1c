import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Revision } from './Revision';

const mockCopy = jest.fn();
jest.mock('react-use/esm/useCopyToClipboard', () => ({
  __esModule: true,
  default: () => [{}, mockCopy],
}));

const REVISION = 'main@sha1:6a5ac7b1d2f04c0f9f1c1cf1a38b2f7d5c1f0aa2';

describe('Revision', () => {
  it('shows the short form, and copies the full one', async () => {
    const user = userEvent.setup();
    renderInTestApp(<Revision revision={REVISION} />);
    const button = await screen.findByRole('button', {
      name: 'Copy revision main@sha1:6a5ac7b1',
    });
    expect(button).toHaveTextContent('main@sha1:6a5ac7b1');
    await user.click(button);
    expect(mockCopy).toHaveBeenCalledWith(REVISION);
    expect(await screen.findByText('Copied')).toBeInTheDocument();
  });

  it('tells the full revision to the keyboard too', async () => {
    const user = userEvent.setup();
    renderInTestApp(<Revision revision={REVISION} />);
    await screen.findByRole('button');
    await user.tab();
    expect(await screen.findByRole('tooltip')).toHaveTextContent(REVISION);
  });
});
