import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  PasswordField,
  Text,
} from '@backstage/ui';
import {
  type AzureConnection,
  updateAzureConnectionSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import styles from '../../clusters/add/AddClusterForm.module.css';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { CodeBlock } from '../CodeBlock';

interface Props {
  connection: AzureConnection;
  onClose: () => void;
  onRotated: () => void;
}

/** Another secret for the same application. Closing unmounts the form, and with it what was entered. */
export function RotateSecretDialog(props: Props) {
  return (
    <Dialog
      width={560}
      isDismissable={false}
      isOpen
      onOpenChange={open => !open && props.onClose()}
    >
      <RotateSecretForm {...props} />
    </Dialog>
  );
}

function RotateSecretForm(props: Props) {
  const { connection, onRotated } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const api = useApi(fluxcdApiRef);
  const [entered, setEntered] = useState('');
  const [asked, setAsked] = useState(false);
  // Pasted with the line's end, more often than not.
  const body = { clientSecret: entered.trim() };
  const rule = updateAzureConnectionSchema.safeParse(body).error?.issues[0];
  const [{ loading, error }, rotate] = useAsyncFn(async () => {
    await api.updateAzureConnection({
      params: { subscriptionId: connection.id },
      body,
    });
    onRotated();
  }, [api, connection.id, body.clientSecret, onRotated]);
  return (
    <form
      className={styles.form}
      autoComplete="off"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        setAsked(true);
        if (!loading && !rule) rotate();
      }}
    >
      <DialogHeader>
        {t('azure.rotate.title', { name: connection.name })}
      </DialogHeader>
      <DialogBody>
        <div className={styles.fields}>
          <Text as="p">{t('azure.rotate.description')}</Text>
          {connection.clientId && (
            <CodeBlock
              text={`az ad app credential reset --id ${connection.clientId} --append`}
              what={t('azure.rotate.command')}
            />
          )}
          <PasswordField
            label={t('azure.form.clientSecret')}
            description={t('azure.form.secretDescription')}
            value={entered}
            onChange={setEntered}
            autoComplete="off"
            spellCheck="false"
            validationBehavior="aria"
            validate={() =>
              asked && rule
                ? t('azure.form.rule', {
                    field: t('azure.form.clientSecret'),
                    rule: rule.message,
                  })
                : null
            }
          />
        </div>
      </DialogBody>
      {error && !loading && (
        <Alert
          className={styles.error}
          role="alert"
          status="danger"
          icon
          title={t('azure.rotate.error')}
          description={errorMessage(error)}
        />
      )}
      <DialogFooter>
        <Button type="submit" variant="primary" isPending={loading}>
          {t('azure.rotate.submit')}
        </Button>
        <Button variant="secondary" slot="close">
          {t('common.cancel')}
        </Button>
      </DialogFooter>
    </form>
  );
}
