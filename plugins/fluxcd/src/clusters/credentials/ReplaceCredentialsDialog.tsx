import { Dialog } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ReplaceCredentialsForm } from './ReplaceCredentialsForm';

/** The form in a dialog. Closing unmounts the form, and with it every credential entered. */
export function ReplaceCredentialsDialog(props: {
  cluster: Cluster;
  isOpen: boolean;
  onClose: () => void;
  onReplaced: () => void;
}) {
  const { cluster, isOpen, onClose, onReplaced } = props;
  return (
    <Dialog
      width={640}
      isDismissable={false}
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
    >
      <ReplaceCredentialsForm cluster={cluster} onReplaced={onReplaced} />
    </Dialog>
  );
}
