import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
  TextAreaField,
} from '@backstage/ui';
import type { ResourceDetail } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useState } from 'react';
import { visibleText } from '../resources/visibleText';
import frame from '../components/Dialog.module.css';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { referenceText } from './referenceText';
import { revertedKind } from './revertedKind';

/** As the contract has it. */
const MAX_REASON_LENGTH = 500;

/** Says what a suspension does and who will undo it, and asks for the reason. */
export function SuspendDialog(props: {
  detail: ResourceDetail;
  isOpen: boolean;
  onClose: () => void;
  onSuspend: (reason: string | undefined) => void;
}) {
  const { detail, isOpen, onClose, onSuspend } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [reason, setReason] = useState('');
  const { kind, namespace, name } = detail.resource;
  const { revertedBy } = detail.suspend;
  return (
    <Dialog
      className={frame.dialog}
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
    >
      <DialogHeader>
        {t('operations.suspend.title', {
          kind: visibleText(kind),
          name: visibleText(`${namespace ? `${namespace}/` : ''}${name}`),
        })}
      </DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          <Text as="p">{t('operations.suspend.effect')}</Text>
          {revertedBy && (
            <Alert
              status="warning"
              icon
              title={t(
                `operations.suspend.reverted.${revertedKind(revertedBy)}`,
                { parent: referenceText(revertedBy) },
              )}
            />
          )}
          <TextAreaField
            label={t('operations.suspend.reason')}
            description={t('operations.suspend.reasonHint')}
            maxLength={MAX_REASON_LENGTH}
            value={reason}
            onChange={setReason}
          />
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button
          variant="primary"
          onPress={() => {
            onSuspend(reason.trim() || undefined);
            setReason('');
            onClose();
          }}
        >
          {t('operations.suspend.confirm')}
        </Button>
        <Button variant="secondary" slot="close">
          {t('common.cancel')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
