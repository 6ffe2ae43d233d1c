import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Text } from '@backstage/ui';
import { useEffect, useId, useState } from 'react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './DateRange.module.css';

export interface Days {
  /** The first day, `YYYY-MM-DD`; absent: since ever. */
  from?: string;
  /** The last day; absent: until now. */
  to?: string;
}

/** Two days of one's own choice. What breaks the rule stays in the fields and is not handed on. */
export function DateRange(props: Days & { onChange: (days: Days) => void }) {
  const { from, to, onChange } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [days, setDays] = useState<Days>({ from, to });
  useEffect(() => setDays({ from, to }), [from, to]);
  const errorId = useId();
  const isInvalid = (range: Days) =>
    Boolean(range.from && range.to && range.from > range.to);
  const invalid = isInvalid(days);
  const field = (name: keyof Days) => (
    <label className={styles.field}>
      {t(`activity.days.${name}`)}
      <input
        type="date"
        min="1900-01-01"
        max="2199-12-31"
        value={days[name] ?? ''}
        aria-invalid={invalid}
        aria-describedby={invalid ? errorId : undefined}
        onChange={event => {
          const next = { ...days, [name]: event.target.value || undefined };
          setDays(next);
          if (!isInvalid(next)) onChange(next);
        }}
      />
    </label>
  );
  return (
    <fieldset className={styles.root} aria-label={t('activity.days.label')}>
      {field('from')}
      {field('to')}
      {invalid && (
        <Text
          id={errorId}
          role="alert"
          className={styles.error}
          variant="body-small"
          color="danger"
        >
          {t('activity.days.order')}
        </Text>
      )}
    </fieldset>
  );
}
