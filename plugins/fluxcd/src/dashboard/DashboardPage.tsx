import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, ButtonLink, Text } from '@backstage/ui';
import { fluxcdReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RelativeTime,
  useFluxcdQuery,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiInboxLine, RiServerLine } from '@remixicon/react';
import { ErrorState } from '../components/ErrorState';
import { errorMessage } from '../components/errorMessage';
import { StateMessage } from '../components/StateMessage';
import { clustersRouteRef } from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { Attention } from './Attention';
import { Breakdowns } from './Breakdowns';
import { ConnectionProblems } from './ConnectionProblems';
import { DashboardSkeleton } from './DashboardSkeleton';
import styles from './DashboardPage.module.css';
import { Totals } from './Totals';

/** The whole fleet at a glance: what is wrong first, then the numbers behind it. */
export function DashboardPage() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const clustersLink = useRouteRef(clustersRouteRef);
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) => api.getSummary({}, { signal }),
    [],
  );
  if (loading) return <DashboardSkeleton />;
  if (!value)
    return (
      <ErrorState
        title={t('dashboard.error')}
        error={error!}
        permission={fluxcdReadPermission.name}
        onRetry={refresh}
        retrying={refreshing}
      />
    );
  if (!value.clusters.length)
    return (
      <StateMessage
        icon={<RiServerLine />}
        title={t('dashboard.empty.noClusters.title')}
        description={t('dashboard.empty.noClusters.description')}
        actions={
          <ButtonLink href={clustersLink()}>
            {t('dashboard.empty.noClusters.action')}
          </ButtonLink>
        }
      />
    );

  const { counts, clusters } = value;
  const stopped = clusters.filter(c => c.connection.state === 'stopped');
  const notCurrent = clusters.filter(
    c => c.connection.state !== 'connected' && c.connection.state !== 'stopped',
  );
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Text as="h2" variant="title-x-small" weight="bold">
          {t('dashboard.total', {
            count: counts.total,
            formatted: counts.total.toLocaleString(),
            clusters: t('dashboard.clusters', { count: clusters.length }),
          })}
        </Text>
        <Text as="p" variant="body-small" color="secondary">
          {t('dashboard.counted')} <RelativeTime value={value.at} />
          {notCurrent.length > 0 &&
            `. ${t('dashboard.partial', { count: notCurrent.length })}`}
          {stopped.length > 0 &&
            `. ${t('dashboard.stopped', { count: stopped.length })}`}
        </Text>
      </div>
      {error && (
        <Alert
          status="warning"
          icon
          title={t('common.stale', { message: errorMessage(error) })}
          customActions={
            <Button size="small" variant="tertiary" onPress={refresh}>
              {t('common.retry')}
            </Button>
          }
        />
      )}
      <Totals counts={counts} />
      <ConnectionProblems clusters={clusters} />
      {counts.total === 0 ? (
        <StateMessage
          icon={<RiInboxLine />}
          title={t('dashboard.empty.noResources.title')}
          description={t('dashboard.empty.noResources.description')}
        />
      ) : (
        <div className={styles.columns}>
          <div className={styles.column}>
            <Attention summary={value} />
          </div>
          <div className={styles.column}>
            <Breakdowns summary={value} />
          </div>
        </div>
      )}
    </div>
  );
}
