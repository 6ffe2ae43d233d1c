import { Dialog } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { EditClusterForm } from './EditClusterForm';

/** The form in a dialog; closing drops what was entered. */
export function EditClusterDialog(props: {
  cluster: Cluster;
  isOpen: boolean;
  onClose: () => void;
  onSaved: () => void;
}) {
  const { cluster, isOpen, onClose, onSaved } = props;
  return (
    <Dialog
      width={560}
      isDismissable={false}
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
    >
      <EditClusterForm cluster={cluster} onClose={onClose} onSaved={onSaved} />
    </Dialog>
  );
}
