import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { usePermission } from '@backstage/plugin-permission-react';
import { Text } from '@backstage/ui';
import {
  fluxcdPodDeletePermission,
  fluxcdWorkloadLogsPermission,
  type Pod,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useId } from 'react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { PodRow } from './PodRow';
import styles from './WorkloadPanel.module.css';

/** The pods of a workload; what nobody here may do with them is said once, above. */
export function PodList(props: {
  pods: Pod[];
  /** An act is under way: a second one would take its place on the page. */
  busy: boolean;
  onLogs: (pod: Pod) => void;
  onDelete: (pod: Pod) => void;
}) {
  const { pods, busy, onLogs, onDelete } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const logs = usePermission({ permission: fluxcdWorkloadLogsPermission });
  const remove = usePermission({ permission: fluxcdPodDeletePermission });
  const id = useId();
  const logsHint = logs.loading || logs.allowed ? undefined : `${id}-logs`;
  const deleteHint =
    remove.loading || remove.allowed ? undefined : `${id}-delete`;
  if (!pods.length)
    return <Text color="secondary">{t('workloads.pods.empty')}</Text>;
  return (
    <>
      {logsHint && (
        <Text id={logsHint} variant="body-small" color="secondary">
          {t('workloads.logs.forbidden', {
            permission: fluxcdWorkloadLogsPermission.name,
          })}
        </Text>
      )}
      {deleteHint && (
        <Text id={deleteHint} variant="body-small" color="secondary">
          {t('workloads.deletePod.forbidden', {
            permission: fluxcdPodDeletePermission.name,
          })}
        </Text>
      )}
      <ul className={styles.pods}>
        {pods.map(pod => (
          <PodRow
            key={pod.uid}
            pod={pod}
            logs={{ isDisabled: !logs.allowed, hintId: logsHint }}
            remove={{ isDisabled: busy || !remove.allowed, hintId: deleteHint }}
            onLogs={() => onLogs(pod)}
            onDelete={() => onDelete(pod)}
          />
        ))}
      </ul>
    </>
  );
}
