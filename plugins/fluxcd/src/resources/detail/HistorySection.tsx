import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { HistoryItem } from './HistoryItem';
import { Section } from './Section';
import styles from './Lists.module.css';

/** Records shown at first, and the most that one answer holds. */
const FIRST = 10;
const MOST = 500;
/** The status of the page is read more often; what has happened changes seldom. */
const POLL_MS = 30_000;

/** What happened to the resource, newest first: also what Flux has forgotten. It is read apart from the rest. */
export function HistorySection(props: { resourceId: string }) {
  const { resourceId } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  // One longer answer instead of many pages, which would come apart when something happens between them.
  const [limit, setLimit] = useState(FIRST);
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) =>
      api.listResourceHistory(
        { params: { resourceId }, query: { limit } },
        { signal },
      ),
    [resourceId, limit],
    { pollMs: POLL_MS },
  );
  return (
    <Section title={t('resources.detail.history.title')}>
      {loading && (
        <div role="status">
          <VisuallyHidden>
            {t('resources.detail.history.loading')}
          </VisuallyHidden>
          <Skeleton height={48} width="100%" />
        </div>
      )}
      {error && (
        <Alert
          status="warning"
          icon
          title={t('resources.detail.history.error')}
          description={errorMessage(error)}
          customActions={
            <Button
              size="small"
              variant="tertiary"
              onPress={refresh}
              isPending={refreshing}
            >
              {t('common.retry')}
            </Button>
          }
        />
      )}
      {value && !value.items.length && (
        <Text color="secondary">{t('resources.detail.history.empty')}</Text>
      )}
      {value && value.items.length > 0 && (
        <ul className={styles.list}>
          {value.items.map(record => (
            <HistoryItem key={record.id} record={record} />
          ))}
        </ul>
      )}
      {value?.nextCursor &&
        (limit < MOST ? (
          <Button
            size="small"
            variant="tertiary"
            isPending={refreshing && value.items.length < limit}
            onPress={() => setLimit(Math.min(limit * 3, MOST))}
          >
            {t('resources.detail.history.more')}
          </Button>
        ) : (
          <Text color="secondary">
            {t('resources.detail.history.end', {
              shown: value.items.length.toLocaleString(),
            })}
          </Text>
        ))}
    </Section>
  );
}
