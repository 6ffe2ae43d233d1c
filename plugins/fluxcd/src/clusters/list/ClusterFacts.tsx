import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Badge, Link } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RelativeTime } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { safeUrl } from '../../resources/safeUrl';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { useResyncText } from '../useResyncText';
import styles from './ClusterDetails.module.css';

/** How the cluster is reached and kept current, and who added it. */
export function ClusterFacts(props: { cluster: Cluster }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const {
    auth,
    connection,
    createdAt,
    createdBy,
    labels,
    server,
    source,
    sync,
  } = props.cluster;
  const consoleUrl = safeUrl(props.cluster.consoleUrl ?? '');
  const origin = (overridden: boolean) =>
    overridden ? t('clusters.sync.own') : t('clusters.sync.configured');
  const resync = useResyncText(sync.resyncMinutes);
  return (
    <dl className={styles.facts}>
      <dt>{t('clusters.details.server')}</dt>
      <dd className={styles.code}>{server}</dd>
      {consoleUrl && (
        <>
          <dt>
            {source === 'azure-aks'
              ? t('clusters.details.azurePortal')
              : t('clusters.details.console')}
          </dt>
          <dd>
            <Link href={consoleUrl} target="_blank" rel="noopener noreferrer">
              {t('clusters.details.openConsole', {
                host: new URL(consoleUrl).host,
              })}
            </Link>
          </dd>
        </>
      )}
      <dt>{t('clusters.details.auth')}</dt>
      <dd>
        {t(`clusters.details.authType.${auth.type}`)}
        {'expiresAt' in auth && auth.expiresAt && (
          <>
            , {t('clusters.details.expires')}{' '}
            <RelativeTime value={auth.expiresAt} />
          </>
        )}
      </dd>
      <dt>{t('clusters.sync.label')}</dt>
      <dd>
        {`${t(sync.auto ? 'clusters.sync.on' : 'clusters.sync.off')} (${origin(
          sync.overridden.auto,
        )})`}
      </dd>
      {sync.auto ? (
        <>
          <dt>{t('clusters.sync.resync')}</dt>
          <dd>{`${resync} (${origin(sync.overridden.resyncMinutes)})`}</dd>
        </>
      ) : (
        <>
          <dt>{t('clusters.sync.dataAsOf')}</dt>
          <dd>
            {sync.dataAsOf ? (
              <RelativeTime value={sync.dataAsOf} />
            ) : (
              t('clusters.sync.neverRead')
            )}
          </dd>
        </>
      )}
      {connection.lastContactAt && (
        <>
          <dt>{t('clusters.details.lastContact')}</dt>
          <dd>
            <RelativeTime value={connection.lastContactAt} />
          </dd>
        </>
      )}
      <dt>{t('clusters.details.added')}</dt>
      <dd>
        <RelativeTime value={createdAt} />
        {createdBy && <> {t('clusters.details.by', { user: createdBy })}</>}
      </dd>
      {Object.keys(labels).length > 0 && (
        <>
          <dt>{t('clusters.details.labels')}</dt>
          <dd className={styles.labels}>
            {Object.entries(labels).map(([key, label]) => (
              <Badge key={key}>{`${key}: ${label}`}</Badge>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}
