import { useApiHolder } from '@backstage/core-plugin-api';
import {
  appLanguageApiRef,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { DateTime } from 'luxon';
import { useReducer } from 'react';
import useInterval from 'react-use/esm/useInterval';
import { fluxcdReactTranslationRef } from '../../translation';

/** Younger than this is "just now", in milliseconds; so is what a skewed clock dates into the near future. */
const NOW_MS = 5_000;
const SKEW_MS = 60_000;

/** @public */
export interface RelativeTimeProps {
  /** ISO 8601. */
  value: string;
}

/**
 * How long ago something was, ticking; the full date and time is in the title.
 * @public
 */
export function RelativeTime(props: RelativeTimeProps) {
  const { value } = props;
  const { t } = useTranslationRef(fluxcdReactTranslationRef);
  const locale = useApiHolder().get(appLanguageApiRef)?.getLanguage().language;
  const [, tick] = useReducer((n: number) => n + 1, 0);
  const at = DateTime.fromISO(value);
  const age = Date.now() - at.toMillis();
  useInterval(tick, age < 60_000 ? 5_000 : 30_000);
  if (!at.isValid) return <span>{value}</span>;
  return (
    <time
      dateTime={value}
      title={at
        .setLocale(locale ?? 'en')
        .toLocaleString(DateTime.DATETIME_FULL_WITH_SECONDS)}
    >
      {age < NOW_MS && age > -SKEW_MS
        ? t('time.justNow')
        : at.toRelative({ locale: locale ?? 'en' })}
    </time>
  );
}
