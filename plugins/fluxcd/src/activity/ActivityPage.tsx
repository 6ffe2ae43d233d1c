import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Flex, Skeleton, Text } from '@backstage/ui';
import { fluxcdActivityReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiHistoryLine, RiInboxLine } from '@remixicon/react';
import { ErrorState } from '../components/ErrorState';
import { errorMessage } from '../components/errorMessage';
import { ExportMenu } from '../components/ExportMenu';
import { StateMessage } from '../components/StateMessage';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { ActivityFilters } from './ActivityFilters';
import styles from './ActivityPage.module.css';
import { ActivityTable } from './ActivityTable';
import { useActivityState } from './useActivityState';

/** Who did what through the portal, newest first. */
export function ActivityPage() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { state, filter, hasFilters, change, clear } = useActivityState();
  const { cursor } = state;
  const question = JSON.stringify(state);
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) =>
      api.listActivities({ query: { ...filter(), cursor } }, { signal }),
    [question],
  );

  let content;
  if (loading) {
    content = (
      <div role="status" aria-label={t('activity.loading')}>
        <Skeleton height={320} width="100%" />
      </div>
    );
  } else if (!value) {
    return (
      <ErrorState
        title={t('activity.error')}
        error={error!}
        permission={fluxcdActivityReadPermission.name}
        onRetry={refresh}
        retrying={refreshing}
      />
    );
  } else if (!value.items.length) {
    content = (
      <StateMessage
        icon={hasFilters ? <RiInboxLine /> : <RiHistoryLine />}
        title={
          hasFilters ? t('activity.noMatch.title') : t('activity.empty.title')
        }
        description={
          hasFilters
            ? t('activity.noMatch.description')
            : t('activity.empty.description')
        }
        actions={
          hasFilters && (
            <Button variant="secondary" onPress={clear}>
              {t('activity.filter.clear')}
            </Button>
          )
        }
      />
    );
  } else content = <ActivityTable items={value.items} />;

  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Text as="h2" variant="title-x-small" weight="bold">
          {t('activity.title')}
        </Text>
        <ExportMenu
          load={(api, format) =>
            api.exportActivities({ query: { ...filter(), format } })
          }
        />
      </div>
      {value && error && (
        <Alert
          status="warning"
          icon
          title={t('common.stale', { message: errorMessage(error) })}
        />
      )}
      <ActivityFilters
        state={state}
        choices={value?.choices}
        onChange={change}
      />
      {content}
      {(cursor || value?.nextCursor) && (
        <Flex role="navigation" aria-label={t('activity.pages')} gap="2">
          <Button
            variant="secondary"
            isDisabled={!cursor}
            onPress={() => change({})}
          >
            {t('activity.first')}
          </Button>
          <Button
            variant="secondary"
            isDisabled={!value?.nextCursor || refreshing}
            onPress={() => change({ cursor: value?.nextCursor })}
          >
            {t('activity.next')}
          </Button>
        </Flex>
      )}
    </div>
  );
}
