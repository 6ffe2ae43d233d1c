import { createPermission } from '@backstage/plugin-permission-common';

/** May see Flux at all: gates the navigation and every reading route. @public */
export const fluxcdReadPermission = createPermission({
  name: 'fluxcd.read',
  attributes: { action: 'read' },
});

/** @public */
export const fluxcdClusterCreatePermission = createPermission({
  name: 'fluxcd.cluster.create',
  attributes: { action: 'create' },
});

/** @public */
export const fluxcdClusterUpdatePermission = createPermission({
  name: 'fluxcd.cluster.update',
  attributes: { action: 'update' },
});

/** @public */
export const fluxcdClusterDeletePermission = createPermission({
  name: 'fluxcd.cluster.delete',
  attributes: { action: 'delete' },
});

/** @public */
export const fluxcdResourceReconcilePermission = createPermission({
  name: 'fluxcd.resource.reconcile',
  attributes: { action: 'update' },
});

/** May see who did what. @public */
export const fluxcdActivityReadPermission = createPermission({
  name: 'fluxcd.activity.read',
  attributes: { action: 'read' },
});

/** May see what the operator of the portal configured, secrets apart. @public */
export const fluxcdSettingsReadPermission = createPermission({
  name: 'fluxcd.settings.read',
  attributes: { action: 'read' },
});

/** May make a new Helm release though nothing changed. @public */
export const fluxcdResourceForcePermission = createPermission({
  name: 'fluxcd.resource.force',
  attributes: { action: 'update' },
});

/** May clear the failure counts of a HelmRelease, so that its retries start anew. @public */
export const fluxcdResourceResetPermission = createPermission({
  name: 'fluxcd.resource.reset',
  attributes: { action: 'update' },
});

/** @public */
export const fluxcdResourceSuspendPermission = createPermission({
  name: 'fluxcd.resource.suspend',
  attributes: { action: 'update' },
});

/** @public */
export const fluxcdResourceResumePermission = createPermission({
  name: 'fluxcd.resource.resume',
  attributes: { action: 'update' },
});

/** May reconcile everything in a cluster. @public */
export const fluxcdClusterSyncPermission = createPermission({
  name: 'fluxcd.cluster.sync',
  attributes: { action: 'update' },
});

/** May read the logs of pods that Flux runs. @public */
export const fluxcdWorkloadLogsPermission = createPermission({
  name: 'fluxcd.workload.logs',
  attributes: { action: 'read' },
});
/** @public */
export const fluxcdWorkloadRestartPermission = createPermission({
  name: 'fluxcd.workload.restart',
  attributes: { action: 'update' },
});
/** @public */
export const fluxcdWorkloadScalePermission = createPermission({
  name: 'fluxcd.workload.scale',
  attributes: { action: 'update' },
});
/** @public */
export const fluxcdPodDeletePermission = createPermission({
  name: 'fluxcd.pod.delete',
  attributes: { action: 'delete' },
});

/** Every permission of the plugin. @public */
export const fluxcdPermissions = [
  fluxcdActivityReadPermission,
  fluxcdReadPermission,
  fluxcdSettingsReadPermission,
  fluxcdClusterCreatePermission,
  fluxcdClusterUpdatePermission,
  fluxcdClusterDeletePermission,
  fluxcdResourceReconcilePermission,
  fluxcdResourceForcePermission,
  fluxcdResourceResetPermission,
  fluxcdResourceSuspendPermission,
  fluxcdResourceResumePermission,
  fluxcdClusterSyncPermission,
  fluxcdWorkloadLogsPermission,
  fluxcdWorkloadRestartPermission,
  fluxcdWorkloadScalePermission,
  fluxcdPodDeletePermission,
];

/** May see the connections to Azure and what they find. @public */
export const fluxcdAzureReadPermission = createPermission({
  name: 'fluxcd.azure.read',
  attributes: { action: 'read' },
});
/** May have the portal sign in to Azure with an identity that they bring. @public */
export const fluxcdAzureCreatePermission = createPermission({
  name: 'fluxcd.azure.create',
  attributes: { action: 'create' },
});
/** @public */
export const fluxcdAzureUpdatePermission = createPermission({
  name: 'fluxcd.azure.update',
  attributes: { action: 'update' },
});
/** @public */
export const fluxcdAzureDeletePermission = createPermission({
  name: 'fluxcd.azure.delete',
  attributes: { action: 'delete' },
});
/** May test a stored connection, and import and update clusters through it. @public */
export const fluxcdAzureSyncPermission = createPermission({
  name: 'fluxcd.azure.sync',
  attributes: { action: 'update' },
});

/** Every permission of the Azure module. @public */
export const fluxcdAzurePermissions = [
  fluxcdAzureReadPermission,
  fluxcdAzureCreatePermission,
  fluxcdAzureUpdatePermission,
  fluxcdAzureDeletePermission,
  fluxcdAzureSyncPermission,
];
