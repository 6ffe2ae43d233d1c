import { mockServices } from '@backstage/backend-test-utils';
import { ForwardedError } from '@backstage/errors';
import type { AksRow } from '../clusters/AksRow';
import type { AzureSession } from '../credentials/AzureSession';
import type { ClusterImporter } from './ClusterImporter';
import { ClusterSync } from './ClusterSync';
import { SyncReport } from './SyncReport';

describe('ClusterSync', () => {
  it('keeps what a database says in the log, and does not blame Azure', async () => {
    const logger = mockServices.logger.mock();
    const cluster = new ClusterSync({
      clusters: {} as never,
      remover: {} as never,
      importer: {
        import: async () => {
          throw new ForwardedError('no', new Error('duplicate key in row 7'));
        },
      } as unknown as ClusterImporter,
      allowAdminCredentials: false,
      logger,
    });
    const row = {
      armId: '/a',
      name: 'prod',
      resourceGroup: 'rg',
      entra: 'managed',
      tags: {},
      fqdn: 'prod.example.com',
    } as AksRow;
    const report = new SyncReport({ onChange: () => {} });
    report.begin([row]);
    await cluster.run(row, ['prod'], {
      session: { connection: {} } as AzureSession,
      signal: new AbortController().signal,
      report,
      complete: true,
      registered: new Map(),
      known: new Map(),
    });
    expect(report.steps).toMatchObject([{ state: 'failed' }]);
    expect(report.problems).toEqual([
      {
        message:
          'The portal could not store the cluster prod (rg); its log says more.',
      },
    ]);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('duplicate key in row 7'),
    );
  });
});
