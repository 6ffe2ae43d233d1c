import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Radio, RadioGroup, Text, TextAreaField } from '@backstage/ui';
import styles from '../../clusters/add/AddClusterForm.module.css';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { FilterInputs } from './FilterInputs';
import type { AzureForm } from './useAzureForm';

/** Which subscriptions are looked through, and which clusters of them count. */
export function SubscriptionInputs(props: { form: AzureForm }) {
  const { fields, update, errors } = props.form;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const hasFilter = [fields.include, fields.exclude].some(filter =>
    Object.values(filter).some(Boolean),
  );
  return (
    <>
      <RadioGroup
        label={t('azure.form.mode')}
        orientation="horizontal"
        value={fields.mode}
        onChange={mode => update({ mode: mode as 'all' | 'list' })}
      >
        <Radio value="all">{t('azure.form.modeAll')}</Radio>
        <Radio value="list">{t('azure.form.modeList')}</Radio>
      </RadioGroup>
      {fields.mode === 'list' && (
        <TextAreaField
          className={styles.code}
          label={t('azure.form.subscriptions')}
          description={t('azure.form.listDescription')}
          rows={3}
          value={fields.subscriptions}
          onChange={subscriptions => update({ subscriptions })}
          autoComplete="off"
          spellCheck="false"
          validationBehavior="aria"
          validate={() => errors.subscriptions ?? null}
        />
      )}
      <details className={styles.access} open={hasFilter || undefined}>
        <summary>{t('azure.form.filters')}</summary>
        <div className={styles.fields}>
          <Text as="p" variant="body-small" color="secondary">
            {t('azure.form.filtersDescription')}
          </Text>
          <FilterInputs form={props.form} filter="include" />
          <FilterInputs form={props.form} filter="exclude" />
        </div>
      </details>
    </>
  );
}
