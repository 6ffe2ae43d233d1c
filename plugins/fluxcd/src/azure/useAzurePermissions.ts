import { usePermission } from '@backstage/plugin-permission-react';
import {
  fluxcdAzureCreatePermission,
  fluxcdAzureDeletePermission,
  fluxcdAzureSyncPermission,
  fluxcdAzureUpdatePermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** What this person may do with the connections to Azure. */
export interface AzurePermissions {
  mayCreate: boolean;
  mayUpdate: boolean;
  mayDelete: boolean;
  maySync: boolean;
  /** Not known yet: nothing is called forbidden meanwhile. */
  loading: boolean;
}

/** Asks for them; the backend checks again on every request. */
export function useAzurePermissions(): AzurePermissions {
  const create = usePermission({ permission: fluxcdAzureCreatePermission });
  const update = usePermission({ permission: fluxcdAzureUpdatePermission });
  const remove = usePermission({ permission: fluxcdAzureDeletePermission });
  const sync = usePermission({ permission: fluxcdAzureSyncPermission });
  return {
    mayCreate: create.allowed,
    mayUpdate: update.allowed,
    mayDelete: remove.allowed,
    maySync: sync.allowed,
    loading: [create, update, remove, sync].some(({ loading }) => loading),
  };
}
