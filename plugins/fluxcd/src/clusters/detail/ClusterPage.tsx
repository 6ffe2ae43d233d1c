import { useRouteRef, useRouteRefParams } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Link, Skeleton } from '@backstage/ui';
import { fluxcdReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiArrowLeftLine, RiGhostLine } from '@remixicon/react';
import { useState } from 'react';
import { ErrorState } from '../../components/ErrorState';
import { StateMessage } from '../../components/StateMessage';
import { errorMessage } from '../../components/errorMessage';
import { isErrorNamed } from '../../resources/isErrorNamed';
import { clusterRouteRef, clustersRouteRef } from '../../routes';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { ClusterFacts } from '../list/ClusterFacts';
import { ClusterKinds } from '../list/ClusterKinds';
import { ResourceCounts } from '../list/ResourceCounts';
import { ClusterActions } from './ClusterActions';
import { ClusterHeader } from './ClusterHeader';
import styles from './ClusterPage.module.css';
import { ClusterSection } from './ClusterSection';
import { ControllersSection } from './ControllersSection';
import { HealthSection } from './HealthSection';
import { TimelineSection } from './TimelineSection';

/** One cluster: how it stands, what runs there, and everything that can be done with it. */
export function ClusterPage() {
  const { clusterId } = useRouteRefParams(clusterRouteRef);
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const listLink = useRouteRef(clustersRouteRef)();
  const [notice, setNotice] = useState<string>();
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) => api.getCluster({ params: { clusterId } }, { signal }),
    [clusterId],
  );
  const isGone = error !== undefined && isErrorNamed(error, 'NotFoundError');
  const cluster = isGone ? undefined : value;
  const back = (
    <Link href={listLink} className={styles.back}>
      <RiArrowLeftLine size={16} aria-hidden />
      {t('clusters.page.back')}
    </Link>
  );
  return (
    <div className={styles.root}>
      {/* Present before it is filled, so that a screen reader announces what comes into it. */}
      <div role="status">
        {notice && (
          <Alert
            status="success"
            icon
            title={notice}
            customActions={
              <Button
                size="small"
                variant="tertiary"
                onPress={() => setNotice(undefined)}
              >
                {t('clusters.dismiss')}
              </Button>
            }
          />
        )}
      </div>
      {!isGone && <div>{back}</div>}
      {loading && (
        <div role="progressbar" aria-label={t('clusters.page.loading')}>
          <Skeleton width="40%" height={28} />
          <Skeleton width="100%" height={160} />
        </div>
      )}
      {isGone && (
        <StateMessage
          icon={<RiGhostLine />}
          title={t('clusters.page.gone.title')}
          description={t('clusters.page.gone.description')}
          actions={back}
        />
      )}
      {error && !isGone && !value && (
        <ErrorState
          title={t('clusters.page.error')}
          error={error}
          permission={fluxcdReadPermission.name}
          onRetry={refresh}
          retrying={refreshing}
        />
      )}
      {cluster && (
        <>
          {error && (
            <Alert
              status="warning"
              icon
              title={t('common.stale', { message: errorMessage(error) })}
            />
          )}
          <ClusterHeader
            cluster={cluster}
            actions={
              <ClusterActions
                cluster={cluster}
                onDone={text => {
                  setNotice(text);
                  refresh();
                }}
              />
            }
          />
          <ClusterSection title={t('clusters.page.overview')}>
            <ResourceCounts cluster={cluster} />
            <ClusterFacts cluster={cluster} />
          </ClusterSection>
          <HealthSection clusterId={clusterId} />
          {/* Of a cluster that was never reached no kind is known. */}
          {cluster.kinds.length > 0 && (
            <ClusterSection title={t('clusters.page.kinds')}>
              <ClusterKinds
                clusterId={clusterId}
                kinds={cluster.kinds}
                watched={
                  cluster.sync.auto && cluster.connection.state !== 'stopped'
                }
              />
            </ClusterSection>
          )}
          {/* Of a cluster that is stopped nothing runs that could be read. */}
          {cluster.connection.state !== 'stopped' && (
            <ControllersSection clusterId={clusterId} />
          )}
          <TimelineSection clusterId={clusterId} />
        </>
      )}
    </div>
  );
}
