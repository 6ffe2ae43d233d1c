import type { BasicPermission } from '@backstage/plugin-permission-common';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  fluxcdClusterDeletePermission,
  fluxcdClusterSyncPermission,
  fluxcdClusterUpdatePermission,
  fluxcdResourceReconcilePermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** Whether this person may do what can be done with a cluster; `missing` names the permission that they lack. */
export function useClusterPermissions() {
  return {
    refresh: useClusterPermission(fluxcdResourceReconcilePermission),
    sync: useClusterPermission(fluxcdClusterSyncPermission),
    update: useClusterPermission(fluxcdClusterUpdatePermission),
    remove: useClusterPermission(fluxcdClusterDeletePermission),
  };
}

function useClusterPermission(permission: BasicPermission) {
  const { loading, allowed } = usePermission({ permission });
  return {
    allowed,
    missing: loading || allowed ? undefined : permission.name,
  };
}
