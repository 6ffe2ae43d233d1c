import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ResourceDetail } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RelativeTime } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import styles from './StatusPanel.module.css';

/** Who suspended a resource, when and why, as far as it was written down. */
export function SuspensionNote(props: {
  suspension: NonNullable<ResourceDetail['suspension']>;
}) {
  const { by, at, reason } = props.suspension;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <p className={styles.sentence}>
      <bdi>
        {by
          ? t('operations.suspension.by', { user: visibleText(by) })
          : t('operations.suspension.unknown')}
      </bdi>{' '}
      {at && <RelativeTime value={at} />}{' '}
      <bdi>
        {reason
          ? t('operations.suspension.reason', { reason: visibleText(reason) })
          : t('operations.suspension.noReason')}
      </bdi>
    </p>
  );
}
