import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';

const SEVERITY = {
  connecting: 'info',
  connected: 'info',
  degraded: 'warning',
  disconnected: 'danger',
  paused: 'warning',
  stopped: 'info',
} as const;

/** What there is to know about a cluster before its data is believed: the link, its source, and how it signs in. */
export function ClusterAlerts(props: { cluster: Cluster }) {
  const { auth, availability, connection, source } = props.cluster;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <>
      {connection.state === 'stopped' ? (
        <Alert
          status={SEVERITY.stopped}
          icon
          title={t('clusters.stopped.title')}
          description={
            <>
              {connection.message && (
                <bdi>{visibleText(connection.message)}</bdi>
              )}{' '}
              {t('clusters.stopped.description')}
            </>
          }
        />
      ) : (
        connection.message && (
          <Alert
            status={SEVERITY[connection.state]}
            icon
            title={connection.message}
          />
        )
      )}
      {availability?.state === 'missing' && (
        <Alert
          status="warning"
          icon
          title={t('clusters.missing.title')}
          description={<bdi>{visibleText(availability.message)}</bdi>}
        />
      )}
      {source === 'azure-aks' && auth.type === 'client-certificate' && (
        <Alert status="warning" icon title={t('clusters.staticAdmin')} />
      )}
    </>
  );
}
