import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Text } from '@backstage/ui';
import {
  fluxcdPodDeletePermission,
  fluxcdWorkloadLogsPermission,
  type Pod,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RelativeTime } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiDeleteBinLine, RiFileTextLine } from '@remixicon/react';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { HealthBadge } from './HealthBadge';
import styles from './WorkloadPanel.module.css';

/** One pod: how it stands, its containers, its log, and the way to delete it. */
export function PodRow(props: {
  pod: Pod;
  /** An act is under way: a second one would take its place on the page. */
  busy: boolean;
  onLogs: () => void;
  onDelete: () => void;
}) {
  const { pod, busy, onLogs, onDelete } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const logs = usePermission({ permission: fluxcdWorkloadLogsPermission });
  const remove = usePermission({ permission: fluxcdPodDeletePermission });
  const name = visibleText(pod.name);
  const restarts = t('workloads.pods.restarts', { count: pod.restarts });
  const containers = pod.containers
    .map(({ name: container, state, reason }) =>
      t('workloads.pods.container', {
        name: visibleText(container),
        state: reason
          ? visibleText(reason)
          : t(`workloads.pods.state.${state}`),
      }),
    )
    .join(', ');
  return (
    <li>
      <div className={styles.row}>
        <span className={styles.name}>
          <bdi>{name}</bdi>
        </span>
        <HealthBadge health={pod.health} />
        <div
          className={styles.actions}
          role="group"
          aria-label={t('workloads.pods.actions', { name })}
        >
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiFileTextLine aria-hidden />}
            isDisabled={!logs.allowed}
            onPress={onLogs}
          >
            {t('workloads.pods.logs')}
          </Button>
          <Button
            size="small"
            variant="tertiary"
            iconStart={<RiDeleteBinLine aria-hidden />}
            isDisabled={busy || !remove.allowed}
            onPress={onDelete}
          >
            {t('workloads.pods.delete')}
          </Button>
        </div>
      </div>
      <div className={styles.secondary}>
        {pod.health !== 'healthy' && pod.message && (
          <div>
            <bdi>{visibleText(pod.message)}</bdi>
          </div>
        )}
        <span>
          {[
            restarts,
            containers,
            pod.node &&
              t('workloads.pods.node', { node: visibleText(pod.node) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {pod.createdAt && (
          <>
            {' · '}
            <RelativeTime value={pod.createdAt} />
          </>
        )}
      </div>
      {!logs.loading && !logs.allowed && (
        <Text variant="body-small" color="secondary">
          {t('workloads.logs.forbidden', {
            permission: fluxcdWorkloadLogsPermission.name,
          })}
        </Text>
      )}
    </li>
  );
}
