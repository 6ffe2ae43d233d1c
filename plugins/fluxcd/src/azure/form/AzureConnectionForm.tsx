import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';
import {
  type AzureConnection,
  type AzureConnectionList,
  fluxcdAzureCreatePermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useId, useRef } from 'react';
import styles from '../../clusters/add/AddClusterForm.module.css';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { AzureTestResult } from '../testing/AzureTestResult';
import { useAzurePermissions } from '../useAzurePermissions';
import { IdentityInputs } from './IdentityInputs';
import { SubscriptionInputs } from './SubscriptionInputs';
import { useAzureForm } from './useAzureForm';

/** A connection to add or to change, and a test of it before it is stored. */
export function AzureConnectionForm(props: {
  /** The one to change; absent for a new one. */
  connection?: AzureConnection;
  clouds: AzureConnectionList['clouds'];
  onSaved: (connection: AzureConnection) => void;
}) {
  const { connection, clouds, onSaved } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { mayCreate } = useAzurePermissions();
  const form = useAzureForm({
    connection,
    cloud: clouds[0]?.name ?? 'public',
    onSaved,
  });
  const { busy, fields, result } = form;
  const element = useRef<HTMLFormElement>(null);
  const hintId = useId();
  let hint: string | undefined;
  if (!mayCreate)
    hint = t('azure.form.testDenied', {
      permission: fluxcdAzureCreatePermission.name,
    });
  else if (connection && !fields.clientSecret.trim())
    hint = t('azure.form.testNeedsSecret');

  /** After the errors are drawn. */
  const focusFirstError = () =>
    setTimeout(() => {
      const first = element.current?.querySelector<HTMLElement>(
        '[aria-invalid="true"]',
      );
      const folded = first?.closest('details');
      if (folded) folded.open = true;
      first?.focus();
    });

  return (
    <form
      ref={element}
      className={styles.form}
      autoComplete="off"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        if (!busy && !form.save()) focusFirstError();
      }}
    >
      <DialogHeader>
        {connection
          ? t('azure.form.edit', { name: connection.name })
          : t('azure.form.add')}
      </DialogHeader>
      <DialogBody>
        <div className={styles.fields}>
          <IdentityInputs
            form={form}
            clouds={clouds}
            isEdit={connection !== undefined}
          />
          <SubscriptionInputs form={form} />
          <div className={styles.test}>
            <Button
              variant="secondary"
              isPending={busy === 'test'}
              isDisabled={busy === 'save' || hint !== undefined}
              aria-describedby={hint && hintId}
              onPress={() => form.test() || focusFirstError()}
            >
              {result ? t('azure.form.testAgain') : t('azure.form.test')}
            </Button>
            {hint && (
              <Text id={hintId} variant="body-small" color="secondary">
                {hint}
              </Text>
            )}
            <AzureTestResult
              running={busy === 'test'}
              result={result}
              error={form.testError}
            />
          </div>
        </div>
      </DialogBody>
      {/* Outside of what scrolls: it must be seen wherever the body stands. */}
      {form.saveError && (
        <Alert
          className={styles.error}
          role="alert"
          status="danger"
          icon
          title={
            connection ? t('azure.form.editError') : t('azure.form.addError')
          }
          description={errorMessage(form.saveError)}
        />
      )}
      <DialogFooter>
        <Button type="submit" variant="primary" isPending={busy === 'save'}>
          {connection ? t('azure.form.submitEdit') : t('azure.form.submitAdd')}
        </Button>
        <Button variant="secondary" slot="close">
          {t('common.cancel')}
        </Button>
      </DialogFooter>
    </form>
  );
}
