import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Connection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiTimeLine } from '@remixicon/react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './StaleMark.module.css';

/** By the state of the cluster, what its rows say. */
const WORDS = {
  disconnected: 'short',
  degraded: 'shortDegraded',
  stopped: 'shortStopped',
} as const;

/** Says of a row that its cluster is not in contact, so the row may no longer be true. */
export function StaleMark(props: { state: Connection['state'] | undefined }) {
  const { state } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (!state || !Object.hasOwn(WORDS, state)) return null;
  const words = WORDS[state as keyof typeof WORDS];
  return (
    <span
      className={styles.root}
      title={t(`resources.list.stale.${state as keyof typeof WORDS}`)}
    >
      <RiTimeLine size={14} aria-hidden />
      {t(`resources.list.stale.${words}`)}
    </span>
  );
}
