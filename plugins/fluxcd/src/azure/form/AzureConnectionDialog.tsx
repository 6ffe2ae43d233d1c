import { Dialog } from '@backstage/ui';
import type { ComponentProps } from 'react';
import { AzureConnectionForm } from './AzureConnectionForm';

/**
 * The form in a dialog. Closing unmounts it, and with it the secret that was entered. A press beside the dialog does
 * not close it: too much is typed to lose it by accident.
 */
export function AzureConnectionDialog(
  props: ComponentProps<typeof AzureConnectionForm> & {
    isOpen: boolean;
    onClose: () => void;
  },
) {
  const { isOpen, onClose, ...form } = props;
  return (
    <Dialog
      width={640}
      isDismissable={false}
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
    >
      <AzureConnectionForm {...form} />
    </Dialog>
  );
}
