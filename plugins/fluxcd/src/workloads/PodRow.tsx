import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button } from '@backstage/ui';
import type { Pod } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RelativeTime } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiDeleteBinLine, RiFileTextLine } from '@remixicon/react';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { HealthBadge } from './HealthBadge';
import styles from './WorkloadPanel.module.css';

interface Act {
  isDisabled: boolean;
  /** Of the text that tells which permission is missing. */
  hintId?: string;
}

/** One pod: how it stands, its containers, its log, and the way to delete it. */
export function PodRow(props: {
  pod: Pod;
  logs: Act;
  remove: Act;
  onLogs: () => void;
  onDelete: () => void;
}) {
  const { pod, logs, remove, onLogs, onDelete } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
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
            isDisabled={logs.isDisabled}
            aria-describedby={logs.hintId}
            onPress={onLogs}
          >
            {t('workloads.pods.logs')}
          </Button>
          <Button
            size="small"
            variant="tertiary"
            iconStart={<RiDeleteBinLine aria-hidden />}
            isDisabled={remove.isDisabled}
            aria-describedby={remove.hintId}
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
    </li>
  );
}
