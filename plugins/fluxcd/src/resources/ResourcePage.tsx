import { useRouteRef, useRouteRefParams } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, ButtonLink, Link, VisuallyHidden } from '@backstage/ui';
import { fluxcdReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiArrowLeftLine, RiGhostLine } from '@remixicon/react';
import { useState } from 'react';
import { ErrorState } from '../components/ErrorState';
import { errorMessage } from '../components/errorMessage';
import { StateMessage } from '../components/StateMessage';
import { OperationPanel } from '../operations/OperationPanel';
import { ReconcileButton } from '../operations/ReconcileButton';
import { useReconcile } from '../operations/useReconcile';
import { resourceRouteRef, resourcesRouteRef } from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { ConditionsSection } from './detail/ConditionsSection';
import { DependenciesSection } from './detail/DependenciesSection';
import { DetailSkeleton } from './detail/DetailSkeleton';
import { EventsSection } from './detail/EventsSection';
import { FactsSection } from './detail/FactsSection';
import { HistorySection } from './detail/HistorySection';
import { InventorySection } from './detail/InventorySection';
import { LabelsSection } from './detail/LabelsSection';
import { NotLiveNotice } from './detail/NotLiveNotice';
import { ResourceHeader } from './detail/ResourceHeader';
import { SourceSection } from './detail/SourceSection';
import { StatusPanel } from './detail/StatusPanel';
import { wayOutOfSuspension } from './detail/wayOutOfSuspension';
import { isErrorNamed } from './isErrorNamed';
import { visibleText } from './visibleText';
import styles from './ResourcePage.module.css';

/** Signals make the page current within two seconds; this bridges their absence. Milliseconds. */
const POLL_MS = 5_000;

/** One Flux resource: how it stands, why, and the way to reconcile it. */
export function ResourcePage() {
  const { resourceId } = useRouteRefParams(resourceRouteRef);
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const listLink = useRouteRef(resourcesRouteRef)();
  const reconcile = useReconcile(resourceId);
  const [running, setRunning] = useState(false);
  const [announcement, setAnnouncement] = useState('');
  const { value, error, refreshing, refresh } = useFluxcdQuery(
    (api, signal) => api.getResource({ params: { resourceId } }, { signal }),
    [resourceId],
    { pollMs: POLL_MS },
  );

  const operation = (
    <>
      {/* It must be there before its text is, or nothing is read aloud. */}
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      {reconcile.operationId && (
        <OperationPanel
          key={reconcile.operationId}
          operationId={reconcile.operationId}
          resourceId={resourceId}
          onRunning={setRunning}
          onFinished={refresh}
          onAnnounce={setAnnouncement}
          onDismiss={reconcile.dismiss}
        />
      )}
    </>
  );
  const back = (
    <div>
      <Link href={listLink} className={styles.back}>
        <RiArrowLeftLine size={16} aria-hidden />
        {t('resources.detail.back')}
      </Link>
    </div>
  );

  if (error && isErrorNamed(error, 'NotFoundError'))
    return (
      <div className={styles.root}>
        {operation}
        <StateMessage
          icon={<RiGhostLine />}
          title={t('resources.detail.gone.title')}
          description={t('resources.detail.gone.description')}
          actions={
            <ButtonLink href={listLink} variant="secondary">
              {t('resources.detail.back')}
            </ButtonLink>
          }
        />
      </div>
    );
  if (!value)
    return (
      <div className={styles.root}>
        {back}
        {operation}
        {error ? (
          <ErrorState
            title={t('resources.detail.error.title')}
            error={error}
            permission={fluxcdReadPermission.name}
            onRetry={refresh}
            retrying={refreshing}
          />
        ) : (
          <DetailSkeleton />
        )}
      </div>
    );

  const { resource } = value;
  return (
    <div className={styles.root}>
      {back}
      <ResourceHeader
        resource={resource}
        actions={
          <ReconcileButton
            reconcile={value.reconcile}
            busy={reconcile.starting || running}
            onReconcile={reconcile.start}
          />
        }
      />
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
      <NotLiveNotice detail={value} />
      {reconcile.error && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('resources.operation.notStarted')}
          description={
            <>
              <bdi>{visibleText(errorMessage(reconcile.error))}</bdi>{' '}
              {resource.suspended && wayOutOfSuspension(resource, t)}
            </>
          }
          customActions={
            <Button size="small" variant="tertiary" onPress={reconcile.dismiss}>
              {t('common.close')}
            </Button>
          }
        />
      )}
      {operation}
      <StatusPanel resource={resource} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <ConditionsSection conditions={value.conditions} />
          <InventorySection inventory={value.inventory} />
          <HistorySection history={value.history} />
          <EventsSection resourceId={resourceId} />
        </div>
        <div className={styles.column}>
          <SourceSection detail={value} />
          <DependenciesSection dependsOn={value.dependsOn} />
          <FactsSection detail={value} />
          <LabelsSection labels={value.labels} />
        </div>
      </div>
    </div>
  );
}
