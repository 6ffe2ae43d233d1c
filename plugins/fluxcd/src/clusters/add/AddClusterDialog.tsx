import { Dialog } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { AddClusterForm } from './AddClusterForm';

/**
 * The form in a dialog. Closing unmounts the form, and with it every credential entered. A press beside
 * the dialog does not close it: too much is typed to lose it by accident.
 */
export function AddClusterDialog(props: {
  isOpen: boolean;
  onClose: () => void;
  onAdded: (cluster: Cluster) => void;
}) {
  const { isOpen, onClose, onAdded } = props;
  return (
    <Dialog
      width={640}
      isDismissable={false}
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
    >
      <AddClusterForm onAdded={onAdded} />
    </Dialog>
  );
}
