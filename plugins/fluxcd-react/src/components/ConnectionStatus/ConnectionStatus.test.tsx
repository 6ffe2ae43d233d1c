import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  connectionReasonSchema,
  type Connection,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { screen } from '@testing-library/react';
import { ConnectionStatus } from './ConnectionStatus';

const since = '2026-11-20T10:00:00Z';

describe('ConnectionStatus', () => {
  it('says why a cluster is not reached and when it last answered', async () => {
    renderInTestApp(
      <ConnectionStatus
        connection={{
          state: 'disconnected',
          reason: 'tls',
          message: 'certificate has expired',
          since,
          lastContactAt: new Date(Date.now() - 3 * 3_600_000).toISOString(),
        }}
      />,
    );
    expect(await screen.findByText('Disconnected')).toBeInTheDocument();
    expect(
      screen.getByText('The TLS certificate is not trusted'),
    ).toHaveAttribute('title', 'certificate has expired');
    expect(screen.getByText('3 hours ago')).toBeInTheDocument();
  });

  it('tells a cluster that never answered from one that was lost', async () => {
    renderInTestApp(
      <ConnectionStatus
        connection={{ state: 'disconnected', reason: 'dns', since }}
      />,
    );
    expect(await screen.findByText('Never reached')).toBeInTheDocument();
  });

  it('needs one word for a cluster that is well', async () => {
    const connection: Connection = {
      state: 'connected',
      since,
      lastContactAt: since,
    };
    const { container } = renderInTestApp(
      <ConnectionStatus connection={connection} />,
    );
    await screen.findByText('Connected');
    expect(container).not.toHaveTextContent('Last contact');
  });

  it('has words for every reason', async () => {
    const { container } = renderInTestApp(
      <>
        {connectionReasonSchema.options.map(reason => (
          <ConnectionStatus
            key={reason}
            connection={{ state: 'disconnected', reason, since }}
          />
        ))}
      </>,
    );
    expect(await screen.findAllByText('Disconnected')).toHaveLength(
      connectionReasonSchema.options.length,
    );
    expect(container).not.toHaveTextContent('connection.reason');
  });
});
