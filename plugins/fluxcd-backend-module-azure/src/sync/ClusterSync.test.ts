import { mockServices } from '@backstage/backend-test-utils';
import type {
  ClusterRegistry,
  RegisteredCluster,
} from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { AksRow } from '../clusters/AksRow';
import type { AzureSession } from '../credentials/AzureSession';
import type { AksClusterRecord } from './AksClusterRecord';
import type { AksClusterStore } from './AksClusterStore';
import { ClusterImporter } from './ClusterImporter';
import type { ClusterRemover } from './ClusterRemover';
import { ClusterSync } from './ClusterSync';
import { SyncReport } from './SyncReport';

describe('ClusterSync', () => {
  const row = {
    armId: '/a',
    name: 'prod',
    resourceGroup: 'rg',
    entra: 'managed',
    tags: {},
    fqdn: 'prod.example.com',
  } as AksRow;
  const broken = async () => {
    throw new Error('duplicate key in row 7');
  };

  it.each([
    ['imported', {}, {}],
    ['removed', {}, { exclude: { names: ['prod'] } }],
    ['told to be stopped', { power: 'stopped', entra: 'none' } as const, {}],
  ])(
    'keeps what a database says in the log, and does not blame Azure, when a cluster is %s',
    async (_, change, filters) => {
      const logger = mockServices.logger.mock();
      const cluster = new ClusterSync({
        clusters: { setAvailability: broken } as unknown as ClusterRegistry,
        remover: { removeUnwanted: broken } as unknown as ClusterRemover,
        importer: new ClusterImporter({
          clusters: {} as never,
          store: { claim: broken } as unknown as AksClusterStore,
          environmentTag: 'environment',
        }),
        allowAdminCredentials: false,
        logger,
      });
      const seen = { ...row, localAccounts: true, ...change } as AksRow;
      const report = new SyncReport({ onChange: () => {} });
      report.begin([seen]);
      const connection = { id: 'c1', ...filters };
      await cluster.run(seen, ['prod'], {
        session: {
          connection,
          cloud: { portalUrl: 'https://portal.example.com' },
        } as unknown as AzureSession,
        signal: new AbortController().signal,
        report,
        complete: true,
        registered: new Map([['/a', { sourceId: '/a' } as RegisteredCluster]]),
        known: new Map([
          ['/a', { armId: '/a', connectionId: 'c1' } as AksClusterRecord],
        ]),
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
    },
  );
});
