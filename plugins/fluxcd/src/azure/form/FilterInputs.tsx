import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Text, TextAreaField } from '@backstage/ui';
import styles from '../../clusters/add/AddClusterForm.module.css';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import type { AzureForm } from './useAzureForm';

const PARTS = ['names', 'resourceGroups', 'tags'] as const;

/** One filter: names, resource groups and tags, one per line. */
export function FilterInputs(props: {
  form: AzureForm;
  filter: 'include' | 'exclude';
}) {
  const { form, filter } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const values = form.fields[filter];
  return (
    <fieldset className={styles.filter}>
      <legend>
        <Text weight="bold">{t(`azure.form.${filter}`)}</Text>
      </legend>
      <div className={styles.pair}>
        {PARTS.map(part => (
          <TextAreaField
            key={part}
            className={styles.code}
            label={t(`azure.form.${part}`)}
            description={
              part === 'tags'
                ? t('azure.form.tagsDescription')
                : t('azure.form.listDescription')
            }
            rows={2}
            value={values[part]}
            onChange={value =>
              form.update({ [filter]: { ...values, [part]: value } })
            }
            autoComplete="off"
            spellCheck="false"
            validationBehavior="aria"
            validate={() => form.errors[`${filter}.${part}`] ?? null}
          />
        ))}
      </div>
    </fieldset>
  );
}
