import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Settings } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiErrorWarningFill,
  RiIndeterminateCircleLine,
} from '@remixicon/react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './SealedCredentials.module.css';

const ICONS = {
  unreadable: RiErrorWarningFill,
  older: RiAlertFill,
  newest: RiCheckboxCircleFill,
  none: RiIndeterminateCircleLine,
};

/** How many clusters' credentials stand how, worst first. */
export function SealedCredentials(props: {
  clusters: Settings['encryption']['clusters'];
}) {
  const { clusters } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (!clusters)
    return (
      <span className={styles.state} data-state="older" role="alert">
        <RiAlertFill className={styles.icon} size={16} aria-hidden />
        {t('settings.credentials.sealed.unknown')}
      </span>
    );
  const states = (Object.keys(ICONS) as Array<keyof typeof ICONS>).filter(
    state => clusters[state] > 0,
  );
  if (!states.length) return <>{t('settings.credentials.sealed.empty')}</>;
  return (
    <ul className={styles.states}>
      {states.map(state => {
        const Icon = ICONS[state];
        return (
          <li key={state} className={styles.state} data-state={state}>
            <Icon className={styles.icon} size={16} aria-hidden />
            {t(`settings.credentials.sealed.${state}`, {
              count: clusters[state],
            })}
          </li>
        );
      })}
    </ul>
  );
}
