import { useRouteRef, useRouteRefParams } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Link, VisuallyHidden } from '@backstage/ui';
import { fluxcdReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiArrowLeftLine, RiGhostLine } from '@remixicon/react';
import { useState } from 'react';
import { ErrorState } from '../components/ErrorState';
import { errorMessage } from '../components/errorMessage';
import { StateMessage } from '../components/StateMessage';
import { NotStartedAlert } from '../operations/NotStartedAlert';
import { OperationPanel } from '../operations/OperationPanel';
import { ReconcileButtons } from '../operations/ReconcileButtons';
import { useReconcile } from '../operations/useReconcile';
import { resourceRouteRef, resourcesRouteRef } from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { DetailSkeleton } from './detail/DetailSkeleton';
import { NotLiveNotice } from './detail/NotLiveNotice';
import { ResourceDetails } from './detail/ResourceDetails';
import { ResourceHeader } from './detail/ResourceHeader';
import { isErrorNamed } from './isErrorNamed';
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
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) => api.getResource({ params: { resourceId } }, { signal }),
    [resourceId],
    { pollMs: POLL_MS },
  );

  const gone = error !== undefined && isErrorNamed(error, 'NotFoundError');
  const detail = gone ? undefined : value;
  const back = (
    <Link href={listLink} className={styles.back}>
      <RiArrowLeftLine size={16} aria-hidden />
      {t('resources.detail.back')}
    </Link>
  );

  // One tree for all states: the panel must not start anew when the resource arrives or goes.
  return (
    <div className={styles.root}>
      {/* It must be there before its text is, or nothing is read aloud. */}
      <VisuallyHidden role="status">{announcement}</VisuallyHidden>
      {!gone && <div>{back}</div>}
      {detail && (
        <ResourceHeader
          resource={detail.resource}
          actions={
            <ReconcileButtons
              reconcile={detail.reconcile}
              busy={reconcile.starting || running}
              onReconcile={reconcile.start}
            />
          }
        />
      )}
      {detail && error && (
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
      {detail && <NotLiveNotice detail={detail} />}
      {detail && reconcile.error && (
        <NotStartedAlert
          error={reconcile.error}
          resource={detail.resource}
          onDismiss={reconcile.dismiss}
        />
      )}
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
      {detail && <ResourceDetails detail={detail} />}
      {loading && <DetailSkeleton />}
      {gone && (
        <StateMessage
          icon={<RiGhostLine />}
          title={t('resources.detail.gone.title')}
          description={t('resources.detail.gone.description')}
          actions={back}
        />
      )}
      {error && !gone && !value && (
        <ErrorState
          title={t('resources.detail.error.title')}
          error={error}
          permission={fluxcdReadPermission.name}
          onRetry={refresh}
          retrying={refreshing}
        />
      )}
    </div>
  );
}
