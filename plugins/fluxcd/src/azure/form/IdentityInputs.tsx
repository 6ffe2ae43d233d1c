import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { PasswordField, Select, TextField } from '@backstage/ui';
import type { AzureConnectionList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import styles from '../../clusters/add/AddClusterForm.module.css';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import type { AzureForm } from './useAzureForm';

/** What the connection is called, and the application that it signs in as. */
export function IdentityInputs(props: {
  form: AzureForm;
  clouds: AzureConnectionList['clouds'];
  /** It is there already: its cloud stays, and its secret may. */
  isEdit: boolean;
}) {
  const { form, clouds, isEdit } = props;
  const { fields, update, errors } = form;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const guid = (field: 'tenantId' | 'clientId', name: string) => (
    <TextField
      className={styles.code}
      label={t(`azure.form.${field}`)}
      description={t('azure.form.idDescription', { name })}
      value={fields[field]}
      onChange={value => update({ [field]: value })}
      autoComplete="off"
      spellCheck="false"
      maxLength={64}
      validationBehavior="aria"
      validate={() => errors[field] ?? null}
    />
  );
  return (
    <>
      <div className={styles.pair}>
        <TextField
          label={t('azure.form.name')}
          description={t('azure.form.nameDescription')}
          value={fields.name}
          onChange={name => update({ name })}
          autoComplete="off"
          maxLength={63}
          validationBehavior="aria"
          validate={() => errors.name ?? null}
        />
        {!isEdit && clouds.length > 1 && (
          <Select
            label={t('azure.form.cloud')}
            options={clouds.map(({ name, title }) => ({
              value: name,
              label: title,
            }))}
            value={fields.cloud}
            onChange={cloud => cloud && update({ cloud: String(cloud) })}
          />
        )}
      </div>
      <div className={styles.pair}>
        {guid('tenantId', 'tenant')}
        {guid('clientId', 'appId')}
      </div>
      <PasswordField
        label={t('azure.form.clientSecret')}
        description={
          isEdit
            ? t('azure.form.secretKeep')
            : t('azure.form.secretDescription')
        }
        value={fields.clientSecret}
        onChange={clientSecret => update({ clientSecret })}
        autoComplete="off"
        spellCheck="false"
        validationBehavior="aria"
        validate={() => errors.clientSecret ?? null}
      />
    </>
  );
}
