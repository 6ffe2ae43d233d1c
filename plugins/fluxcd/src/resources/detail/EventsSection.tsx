import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import { shortRevision } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RelativeTime,
  useFluxcdQuery,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import { Section } from './Section';
import { Tone } from './Tone';
import styles from './Lists.module.css';

/** Events shown before someone asks for more. */
const SHOWN = 10;

/** The Kubernetes Events about the resource. They are read live, apart from the rest of the page. */
export function EventsSection(props: {
  resourceId: string;
  /** When the resource last changed, ISO 8601: they are read again then. */
  changedAt: string;
}) {
  const { resourceId, changedAt } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [all, setAll] = useState(false);
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) =>
      api.listResourceEvents({ params: { resourceId } }, { signal }),
    [resourceId, changedAt],
    { onSignals: false },
  );
  const events = value?.items ?? [];
  const shown = all ? events : events.slice(0, SHOWN);
  return (
    <Section title={t('resources.detail.events.title')}>
      {loading && (
        <div role="status">
          <VisuallyHidden>
            {t('resources.detail.events.loading')}
          </VisuallyHidden>
          <Skeleton height={48} width="100%" />
        </div>
      )}
      {error && (
        <Alert
          status="warning"
          icon
          title={t('resources.detail.events.error')}
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
      {value && !events.length && (
        <Text color="secondary">{t('resources.detail.events.empty')}</Text>
      )}
      <ul className={styles.list}>
        {shown.map(event => (
          <li
            key={`${event.firstAt}/${event.reason}/${event.reporter}/${event.message}`}
            className={styles.event}
          >
            <div className={styles.row}>
              <Tone tone={event.type === 'Warning' ? 'bad' : 'neutral'}>
                <strong>{visibleText(event.reason)}</strong>
                <VisuallyHidden>
                  {event.type === 'Warning'
                    ? t('resources.detail.events.warning')
                    : t('resources.detail.events.normal')}
                </VisuallyHidden>
              </Tone>
              <span className={styles.secondary}>
                {event.lastAt && <RelativeTime value={event.lastAt} />}
              </span>
            </div>
            <bdi title={visibleText(event.message)}>
              {visibleText(shortRevision(event.message))}
            </bdi>
            <div className={styles.secondary}>
              {[
                event.count > 1 &&
                  t('resources.detail.events.repeated', {
                    times: event.count.toLocaleString(),
                  }),
                event.reporter &&
                  t('resources.detail.events.by', {
                    reporter: visibleText(event.reporter),
                  }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </div>
          </li>
        ))}
      </ul>
      {events.length > shown.length && (
        <Button size="small" variant="tertiary" onPress={() => setAll(true)}>
          {t('resources.detail.events.more', {
            count: events.length - shown.length,
          })}
        </Button>
      )}
    </Section>
  );
}
