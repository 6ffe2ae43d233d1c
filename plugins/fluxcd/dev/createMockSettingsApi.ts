import type { FluxcdApi } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** A portal with two keys, one of whose clusters waits to be sealed anew. */
export function createMockSettingsApi(): Pick<FluxcdApi, 'getSettings'> {
  return {
    async getSettings() {
      return {
        values: {
          'fluxcd.clusters.autoSync': { value: true, configured: false },
          'fluxcd.clusters.resyncMinutes': { value: 720, configured: false },
          'fluxcd.clusters.allowedCidrs': {
            value: ['10.0.0.0/8'],
            configured: true,
          },
          'fluxcd.retention.activityDays': { value: 365, configured: true },
          'fluxcd.retention.operationDays': { value: 30, configured: false },
          'fluxcd.retention.historyDays': { value: 90, configured: false },
          'fluxcd.inCluster.enabled': { value: false, configured: false },
          'fluxcd.inCluster.name': { value: 'in-cluster', configured: false },
          'permission.enabled': { value: true, configured: true },
          'fluxcd.dangerouslyAllowWithoutPermissions': {
            value: false,
            configured: false,
          },
        },
        encryption: {
          keys: 2,
          newestKeyId: '3f9a1c07',
          clusters: { newest: 2, older: 1, unreadable: 0, none: 0 },
        },
        sources: [{ id: 'manual' }, { id: 'in-cluster' }, { id: 'azure-aks' }],
      };
    },
  };
}
