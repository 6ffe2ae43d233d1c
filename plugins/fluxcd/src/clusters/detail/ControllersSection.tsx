import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Skeleton, Text } from '@backstage/ui';
import type { FluxController } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiAlertFill, RiCheckboxCircleFill } from '@remixicon/react';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import tableStyles from '../list/ClusterDetails.module.css';
import styles from './ClusterPage.module.css';
import { ClusterSection } from './ClusterSection';

/** Each read asks the cluster itself: less often than what the portal keeps anyway. Milliseconds. */
const POLL_MS = 30_000;

/** The controllers of Flux as the cluster has them now. */
export function ControllersSection(props: { clusterId: string }) {
  const { clusterId } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) =>
      api.listFluxControllers({ params: { clusterId } }, { signal }),
    [clusterId],
    { pollMs: POLL_MS, onSignals: false },
  );
  return (
    <ClusterSection title={t('clusters.controllers.title')}>
      {loading && (
        <div role="progressbar" aria-label={t('clusters.controllers.loading')}>
          <Skeleton width="100%" height={80} />
        </div>
      )}
      {error && (
        <Alert
          status="warning"
          icon
          title={t('clusters.controllers.error')}
          description={errorMessage(error)}
          customActions={
            <Button
              size="small"
              variant="tertiary"
              isPending={refreshing}
              onPress={refresh}
            >
              {t('common.retry')}
            </Button>
          }
        />
      )}
      {value?.items.length === 0 && (
        <Text color="secondary">{t('clusters.controllers.empty')}</Text>
      )}
      {value && value.items.length > 0 && (
        <ControllerTable controllers={value.items} />
      )}
    </ClusterSection>
  );
}

function ControllerTable(props: { controllers: FluxController[] }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { controllers } = props;
  return (
    <div
      className={tableStyles.tableFrame}
      role="region"
      // A wide table scrolls by itself; the keyboard must reach it for that.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={t('clusters.controllers.title')}
    >
      <table className={tableStyles.table}>
        <thead>
          <tr>
            <th scope="col">{t('clusters.controllers.column.name')}</th>
            <th scope="col">{t('clusters.controllers.column.state')}</th>
            <th scope="col">{t('clusters.controllers.column.flags')}</th>
            <th scope="col">{t('clusters.controllers.column.version')}</th>
            <th scope="col">{t('clusters.controllers.column.image')}</th>
          </tr>
        </thead>
        <tbody>
          {controllers.map(c => (
            <tr key={`${c.namespace}/${c.name}`}>
              <th scope="row">
                {c.name}
                <span className={tableStyles.message}>{c.namespace}</span>
              </th>
              <td>
                <ControllerState controller={c} />
                {c.message && (
                  <span className={tableStyles.message}>{c.message}</span>
                )}
              </td>
              <td>
                {c.flags.length > 0 ? (
                  <details>
                    <summary>
                      {t('clusters.controllers.flags', {
                        count: c.flags.length,
                      })}
                    </summary>
                    <ul className={styles.flags}>
                      {c.flags.map((flag, index) => (
                        <li key={index}>{flag}</li>
                      ))}
                    </ul>
                  </details>
                ) : (
                  t('clusters.controllers.noFlags')
                )}
              </td>
              <td>{c.version}</td>
              <td className={tableStyles.code}>{c.image}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ControllerState(props: { controller: FluxController }) {
  const { ready, replicas, readyReplicas } = props.controller;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const Icon = ready ? RiCheckboxCircleFill : RiAlertFill;
  let text: string = t('clusters.controllers.ready');
  if (!ready)
    text =
      replicas === 0
        ? t('clusters.controllers.scaledDown')
        : t('clusters.controllers.notReady', {
            ready: String(readyReplicas),
            wanted: String(replicas),
          });
  return (
    <span
      className={tableStyles.state}
      data-state={ready ? 'watching' : 'forbidden'}
    >
      <Icon className={tableStyles.icon} size={16} aria-hidden />
      {text}
    </span>
  );
}
