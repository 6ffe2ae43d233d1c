import { useApi } from '@backstage/core-plugin-api';
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
  TextField,
} from '@backstage/ui';
import type { AzureConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import red from '../../clusters/remove/RemoveClusterDialog.module.css';
import frame from '../../components/Dialog.module.css';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';

interface Props {
  connection: AzureConnection;
  onClose: () => void;
  onDeleted: () => void;
}

/** Says what deleting a connection does, and does it for whoever types its name. */
export function DeleteConnectionDialog(props: Props) {
  return (
    <Dialog
      className={frame.dialog}
      isOpen
      onOpenChange={open => !open && props.onClose()}
    >
      <Content {...props} />
    </Dialog>
  );
}

function Content(props: Props) {
  const { connection, onDeleted } = props;
  const { name, clusterCount } = connection;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const api = useApi(fluxcdApiRef);
  const [typed, setTyped] = useState('');
  const [{ loading, error }, remove] = useAsyncFn(async () => {
    await api.deleteAzureConnection({
      params: { subscriptionId: connection.id },
    });
    onDeleted();
  }, [api, connection.id, onDeleted]);
  return (
    <>
      <DialogHeader>{t('azure.delete.title', { name })}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          <Text as="p">
            {clusterCount === 0
              ? t('azure.delete.effectNone')
              : t('azure.delete.effect', { count: clusterCount })}
          </Text>
          <Text as="p">{t('azure.delete.untouched')}</Text>
          {clusterCount > 0 && <Text as="p">{t('azure.delete.shared')}</Text>}
          <TextField
            label={t('azure.delete.confirm', { name })}
            value={typed}
            onChange={setTyped}
            autoComplete="off"
            spellCheck="false"
          />
          {error && !loading && (
            <Alert
              role="alert"
              status="danger"
              icon
              title={t('azure.delete.error')}
              description={errorMessage(error)}
            />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button
          variant="primary"
          destructive
          className={red.confirm}
          isDisabled={typed.trim() !== name}
          isPending={loading}
          onPress={remove}
        >
          {t('azure.delete.submit')}
        </Button>
        <Button variant="secondary" slot="close">
          {t('common.cancel')}
        </Button>
      </DialogFooter>
    </>
  );
}
