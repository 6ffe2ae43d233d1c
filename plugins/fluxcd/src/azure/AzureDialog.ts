import type { AzureConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

/** The dialog about a connection that is open. */
export interface AzureDialog {
  kind: 'discover' | 'test' | 'edit' | 'rotate' | 'delete';
  /** As it was when the dialog was opened. */
  connection: AzureConnection;
}
