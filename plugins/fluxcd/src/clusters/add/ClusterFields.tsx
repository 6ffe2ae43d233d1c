import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { TextField } from '@backstage/ui';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './AddClusterForm.module.css';
import type { useAddCluster } from './useAddCluster';

/** What the cluster is called. The limits are those of the contract. */
export function ClusterFields(props: {
  form: ReturnType<typeof useAddCluster>;
}) {
  const { fields, update, errors, asked, takenName } = props.form;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const optional = t('clusters.add.optional');
  const taken = takenName !== undefined && fields.name === takenName;
  let nameError: string | undefined;
  if (taken) nameError = t('clusters.add.name.taken');
  else if (errors.name && (asked === 'add' || fields.name))
    nameError = t(`clusters.add.${errors.name}`);
  return (
    <div className={styles.fields}>
      <div className={styles.pair}>
        <TextField
          label={t('clusters.add.name.label')}
          description={t('clusters.add.name.description')}
          value={fields.name}
          onChange={name => update({ name })}
          autoComplete="off"
          maxLength={63}
          spellCheck="false"
          validationBehavior="aria"
          validate={() => nameError ?? null}
        />
        <TextField
          label={t('clusters.add.titleField.label')}
          secondaryLabel={optional}
          description={t('clusters.add.titleField.description')}
          value={fields.title}
          onChange={title => update({ title })}
          autoComplete="off"
          maxLength={128}
        />
      </div>
      <div className={styles.pair}>
        <TextField
          label={t('clusters.add.environment.label')}
          secondaryLabel={optional}
          description={t('clusters.add.environment.description')}
          value={fields.environment}
          onChange={environment => update({ environment })}
          autoComplete="off"
          maxLength={63}
        />
        <TextField
          label={t('clusters.add.descriptionField.label')}
          secondaryLabel={optional}
          description={t('clusters.add.descriptionField.description')}
          value={fields.description}
          onChange={description => update({ description })}
          autoComplete="off"
          maxLength={1024}
        />
      </div>
    </div>
  );
}
