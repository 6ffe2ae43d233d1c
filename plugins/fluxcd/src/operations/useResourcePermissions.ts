import { usePermission } from '@backstage/plugin-permission-react';
import {
  fluxcdResourceForcePermission,
  fluxcdResourceReconcilePermission,
  fluxcdResourceResetPermission,
  fluxcdResourceResumePermission,
  fluxcdResourceSuspendPermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ResourceAction } from './ResourceAction';

/** The permission that is missing, by action; `undefined` when it is there. `loading`: not known yet. */
export function useResourcePermissions(): {
  loading: boolean;
  missing: Record<ResourceAction['type'], string | undefined>;
} {
  const reconcile = usePermission({
    permission: fluxcdResourceReconcilePermission,
  });
  const force = usePermission({ permission: fluxcdResourceForcePermission });
  const reset = usePermission({ permission: fluxcdResourceResetPermission });
  const suspend = usePermission({
    permission: fluxcdResourceSuspendPermission,
  });
  const resume = usePermission({ permission: fluxcdResourceResumePermission });
  return {
    loading: [reconcile, force, reset, suspend, resume].some(p => p.loading),
    missing: {
      reconcile: reconcile.allowed
        ? undefined
        : fluxcdResourceReconcilePermission.name,
      force: force.allowed ? undefined : fluxcdResourceForcePermission.name,
      reset: reset.allowed ? undefined : fluxcdResourceResetPermission.name,
      suspend: suspend.allowed
        ? undefined
        : fluxcdResourceSuspendPermission.name,
      resume: resume.allowed ? undefined : fluxcdResourceResumePermission.name,
    },
  };
}
