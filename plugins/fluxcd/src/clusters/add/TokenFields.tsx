import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { PasswordField, TextAreaField, TextField } from '@backstage/ui';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './AddClusterForm.module.css';
import type { CredentialFields } from './CredentialFields';

/** An API server by address, with a token and what its certificate is checked against. */
export function TokenFields(props: {
  form: CredentialFields;
  /** The cluster is there already: its server is shown and cannot be changed. */
  serverFixed?: boolean;
}) {
  const { fields, update, errors, asked } = props.form;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const serverError = asked && errors.server;
  const tokenError = asked && errors.token;
  const optional = t('clusters.add.optional');
  return (
    <div className={styles.fields}>
      <TextField
        type="url"
        label={t('clusters.add.token.server')}
        description={t(
          props.serverFixed
            ? 'clusters.credentials.serverFixed'
            : 'clusters.add.token.serverDescription',
        )}
        isReadOnly={props.serverFixed}
        value={fields.server}
        onChange={server => update({ server })}
        autoComplete="off"
        validationBehavior="aria"
        validate={() => (serverError ? t(`clusters.add.${serverError}`) : null)}
      />
      <PasswordField
        label={t('clusters.add.token.token')}
        description={t('clusters.add.token.tokenDescription')}
        value={fields.token}
        onChange={token => update({ token })}
        autoComplete="off"
        spellCheck="false"
        validationBehavior="aria"
        validate={() => (tokenError ? t(`clusters.add.${tokenError}`) : null)}
      />
      <TextAreaField
        className={styles.code}
        label={t('clusters.add.token.ca')}
        secondaryLabel={optional}
        description={t(
          props.serverFixed
            ? 'clusters.credentials.keepStored'
            : 'clusters.add.token.caDescription',
        )}
        rows={4}
        value={fields.certificateAuthority}
        onChange={certificateAuthority => update({ certificateAuthority })}
        autoComplete="off"
        spellCheck="false"
      />
      <TextField
        label={t('clusters.add.token.tlsServerName')}
        secondaryLabel={optional}
        description={t(
          props.serverFixed
            ? 'clusters.credentials.keepStored'
            : 'clusters.add.token.tlsServerNameDescription',
        )}
        value={fields.tlsServerName}
        onChange={tlsServerName => update({ tlsServerName })}
        autoComplete="off"
      />
    </div>
  );
}
