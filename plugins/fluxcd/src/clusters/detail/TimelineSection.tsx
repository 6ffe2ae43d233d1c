import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Skeleton, Text } from '@backstage/ui';
import {
  ConnectionStatus,
  RelativeTime,
  useFluxcdQuery,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import tableStyles from '../list/ClusterDetails.module.css';
import styles from './ClusterPage.module.css';
import { ClusterSection } from './ClusterSection';

/** When the link to the cluster changed, how and why; newest first. */
export function TimelineSection(props: { clusterId: string }) {
  const { clusterId } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { value, error, loading } = useFluxcdQuery(
    (api, signal) =>
      api.listConnectionEvents({ params: { clusterId } }, { signal }),
    [clusterId],
  );
  return (
    <ClusterSection title={t('clusters.timeline.title')}>
      {loading && (
        <div role="progressbar" aria-label={t('clusters.timeline.loading')}>
          <Skeleton width="100%" height={60} />
        </div>
      )}
      {error && !value && (
        <Alert
          status="warning"
          icon
          title={t('clusters.timeline.error')}
          description={errorMessage(error)}
        />
      )}
      {value?.items.length === 0 && (
        <Text color="secondary">{t('clusters.timeline.empty')}</Text>
      )}
      {value && value.items.length > 0 && (
        <ol
          className={styles.timeline}
          aria-label={t('clusters.timeline.title')}
          // It scrolls by itself; the keyboard must reach it for that.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
        >
          {value.items.map(({ at, state, reason, message }, index) => (
            <li key={`${at}-${index}`} className={styles.event}>
              <span className={styles.eventTime}>
                <RelativeTime value={at} />
              </span>
              <span>
                <ConnectionStatus connection={{ state, since: at }} compact />
                {(message ?? reason) && (
                  <span className={tableStyles.message}>
                    {message ?? reason}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </ClusterSection>
  );
}
