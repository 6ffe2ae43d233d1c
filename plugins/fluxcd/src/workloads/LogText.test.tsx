import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LogText } from './LogText';

// Machines under load are slow; nothing here is about speed.
jest.setTimeout(60_000);

// Without a size the viewer draws nothing.
beforeAll(() => {
  jest
    .spyOn(Element.prototype, 'getBoundingClientRect')
    .mockReturnValue({ width: 500, height: 500 } as DOMRect);
});
afterAll(() => jest.restoreAllMocks());

describe('LogText', () => {
  it('names what the viewer leaves nameless, also what comes with a search', async () => {
    renderInTestApp(<LogText text={'one\ntwo\none again'} />);
    const field = await screen.findByRole(
      'textbox',
      { name: 'Search in the log' },
      { timeout: 30_000 },
    );
    expect(
      screen.getByRole('button', { name: 'Only lines with hits' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('row')).not.toBeInTheDocument();
    await userEvent.type(field, 'one');
    expect(
      await screen.findByRole('button', { name: 'Previous hit' }),
    ).toBeInTheDocument();
    expect(
      screen.getAllByRole('button').map(b => b.getAttribute('aria-label')),
    ).toEqual(['Previous hit', 'Next hit', 'Only lines with hits']);
  });
});
