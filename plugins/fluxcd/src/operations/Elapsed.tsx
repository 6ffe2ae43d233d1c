import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useReducer } from 'react';
import useInterval from 'react-use/esm/useInterval';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { elapsedText } from './elapsedText';

/** How long an operation has been running, ticking, or how long it took. Not announced. */
export function Elapsed(props: { from: string; to?: string }) {
  const { from, to } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [, tick] = useReducer((n: number) => n + 1, 0);
  useInterval(tick, to ? null : 1_000);
  const ms = (to ? Date.parse(to) : Date.now()) - Date.parse(from);
  const time = elapsedText(ms, t);
  return (
    <span role="timer" aria-live="off">
      {to
        ? t('operations.elapsed.took', { time })
        : t('operations.elapsed.label', { time })}
    </span>
  );
}
