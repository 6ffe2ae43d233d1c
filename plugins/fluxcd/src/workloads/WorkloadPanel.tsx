import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import type {
  Pod,
  TreeObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import { errorMessage } from '../components/errorMessage';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { ActAlert } from './ActAlert';
import { DeletePodDialog } from './DeletePodDialog';
import { LogsDialog } from './LogsDialog';
import { PodList } from './PodList';
import { useWorkloadAct } from './useWorkloadAct';
import type { Workload } from './Workload';
import { WorkloadActions } from './WorkloadActions';
import styles from './WorkloadPanel.module.css';

/** Pods come and go while someone looks. Milliseconds. */
const POLL_MS = 5_000;

/** The pods of a workload, and what may be done with it and with them. */
export function WorkloadPanel(props: {
  workload: Workload;
  replicas: TreeObject['replicas'];
  onChanged: () => void;
}) {
  const { workload, replicas, onChanged } = props;
  const { resourceId, kind, namespace, name } = workload;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [logsOf, setLogsOf] = useState<Pod>();
  const [deleting, setDeleting] = useState<Pod>();
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) =>
      api.listWorkloadPods(
        { params: { resourceId }, query: { kind, namespace, name } },
        { signal },
      ),
    [resourceId, kind, namespace, name],
    { pollMs: POLL_MS, onSignals: false },
  );
  const act = useWorkloadAct(() => {
    refresh();
    onChanged();
  });
  return (
    <div className={styles.root}>
      <WorkloadActions workload={workload} replicas={replicas} act={act} />
      <ActAlert act={act} />
      <Text as="h5" variant="body-small" weight="bold">
        {t('workloads.pods.title')}
      </Text>
      {loading && (
        <div role="status">
          <VisuallyHidden>{t('workloads.pods.loading')}</VisuallyHidden>
          <Skeleton height={24} width="100%" />
        </div>
      )}
      {error && (
        <Alert
          status="warning"
          icon
          title={t('workloads.pods.error')}
          description={errorMessage(error)}
          customActions={
            <Button
              size="small"
              variant="tertiary"
              onPress={refresh}
              isPending={refreshing}
            >
              {t('common.retry')}
            </Button>
          }
        />
      )}
      {value && (
        <PodList
          pods={value.items}
          busy={act.running}
          onLogs={setLogsOf}
          onDelete={setDeleting}
        />
      )}
      {value?.truncated && (
        <Text variant="body-small" color="secondary">
          {t('workloads.pods.truncated')}
        </Text>
      )}
      {logsOf && (
        <LogsDialog
          resourceId={resourceId}
          pod={logsOf}
          onClose={() => setLogsOf(undefined)}
        />
      )}
      {deleting && (
        <DeletePodDialog
          pod={deleting}
          alone={kind === 'Pod'}
          act={act}
          onConfirm={() =>
            act.start(
              {
                type: 'delete-pod',
                targets: [
                  {
                    resourceId,
                    namespace,
                    name: deleting.name,
                    uid: deleting.uid,
                  },
                ],
              },
              t('workloads.act.what.delete-pod', {
                name: visibleText(deleting.name),
              }),
            )
          }
          onClose={() => setDeleting(undefined)}
        />
      )}
    </div>
  );
}
