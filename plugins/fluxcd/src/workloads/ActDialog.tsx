import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
} from '@backstage/ui';
import type { ReactNode } from 'react';
import frame from '../components/Dialog.module.css';
import { errorMessage } from '../components/errorMessage';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './ActDialog.module.css';
import type { WorkloadAct } from './useWorkloadAct';

/** Says what an act does, and asks. It closes when the operation has been started. */
export function ActDialog(props: {
  title: string;
  confirm: string;
  destructive?: boolean;
  isDisabled?: boolean;
  act: WorkloadAct;
  onConfirm: () => Promise<boolean>;
  onClose: () => void;
  children: ReactNode;
}) {
  const { title, confirm, destructive, isDisabled, act, children } = props;
  const { onConfirm, onClose } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const close = () => {
    if (act.error) act.dismiss();
    onClose();
  };
  return (
    <Dialog
      className={frame.dialog}
      isOpen
      onOpenChange={open => !open && close()}
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          {children}
          {act.error && (
            <Alert
              role="alert"
              status="danger"
              icon
              title={t('workloads.act.error')}
              description={errorMessage(act.error)}
            />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button
          variant="primary"
          destructive={destructive}
          className={styles.confirm}
          data-destructive={destructive}
          isDisabled={isDisabled}
          isPending={act.starting}
          onPress={async () => (await onConfirm()) && onClose()}
        >
          {confirm}
        </Button>
        <Button variant="secondary" onPress={close}>
          {t('common.cancel')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
