import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RelativeTime } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiQuestionLine } from '@remixicon/react';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './MissingMark.module.css';

/** Says of a cluster that its source no longer lists it, and since when. */
export function MissingMark(props: { cluster: Pick<Cluster, 'availability'> }) {
  const { availability } = props.cluster;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (availability?.state !== 'missing') return null;
  return (
    <span className={styles.root} title={visibleText(availability.message)}>
      <RiQuestionLine className={styles.icon} size={16} aria-hidden />
      <span>
        {t('clusters.missing.since', {
          age: <RelativeTime value={availability.since} />,
        })}
      </span>
    </span>
  );
}
