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
export const fluxcdClusterDeletePermission = createPermission({
  name: 'fluxcd.cluster.delete',
  attributes: { action: 'delete' },
});

/** @public */
export const fluxcdResourceReconcilePermission = createPermission({
  name: 'fluxcd.resource.reconcile',
  attributes: { action: 'update' },
});

/** Every permission of the plugin. @public */
export const fluxcdPermissions = [
  fluxcdReadPermission,
  fluxcdClusterCreatePermission,
  fluxcdClusterDeletePermission,
  fluxcdResourceReconcilePermission,
];
