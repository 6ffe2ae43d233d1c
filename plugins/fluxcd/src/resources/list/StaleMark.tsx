import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Connection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiTimeLine } from '@remixicon/react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './StaleMark.module.css';

/** Says of a row that its cluster is not in contact, so the row may no longer be true. */
export function StaleMark(props: { state: Connection['state'] | undefined }) {
  const { state } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (state !== 'disconnected' && state !== 'degraded') return null;
  const title =
    state === 'disconnected'
      ? t('resources.list.stale.disconnected')
      : t('resources.list.stale.degraded');
  return (
    <span className={styles.root} title={title}>
      <RiTimeLine size={14} aria-hidden />
      {state === 'disconnected'
        ? t('resources.list.stale.short')
        : t('resources.list.stale.shortDegraded')}
    </span>
  );
}
