import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import type { AzureConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useEffect } from 'react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import frame from '../../components/Dialog.module.css';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { AzureTestResult } from './AzureTestResult';

interface Props {
  connection: AzureConnection;
  onClose: () => void;
  /** It has come to its end: the object id may be known now. */
  onTested: () => void;
}

/** Tests a connection as it is stored, from the moment the dialog opens. */
export function TestConnectionDialog(props: Props) {
  return (
    <Dialog
      className={frame.dialog}
      width={640}
      isOpen
      onOpenChange={open => !open && props.onClose()}
    >
      <Content {...props} />
    </Dialog>
  );
}

function Content(props: Props) {
  const { connection, onTested } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const api = useApi(fluxcdApiRef);
  const [{ value, error, loading }, run] = useAsyncFn(async () => {
    const result = await api.testAzureConnection({
      params: { subscriptionId: connection.id },
    });
    onTested();
    return result;
  }, [api, connection.id, onTested]);
  useEffect(() => {
    run();
    // Once, when it opens: a test takes its time and its share of what Azure allows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <>
      <DialogHeader>
        {t('azure.test.title', { name: connection.name })}
      </DialogHeader>
      <DialogBody>
        <AzureTestResult
          running={loading}
          result={loading ? undefined : value}
          error={loading ? undefined : error}
        />
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" isPending={loading} onPress={() => run()}>
          {t('azure.test.again')}
        </Button>
        <Button variant="secondary" slot="close">
          {t('common.close')}
        </Button>
      </DialogFooter>
    </>
  );
}
