import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Text } from '@backstage/ui';
import { fluxcdClusterSyncPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiRefreshLine } from '@remixicon/react';
import { useEffect, useId, useRef, useState } from 'react';
import { isErrorNamed } from '../resources/isErrorNamed';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { SyncDialog } from './SyncDialog';
import { syncProgress } from './syncProgress';
import { useOperation } from './useOperation';

/** A running operation is read this often, in milliseconds: it may name hundreds of resources. */
const RUNNING_POLL_MS = 2_000;
/** A finished one, or none, does not change. */
const IDLE_POLL_MS = 3_600_000;

/**
 * Reconciles everything in a cluster, and shows how that goes: the button counts, a dialog lists each resource with
 * its outcome. The page's URL keeps which operation is followed.
 */
export function SyncClusterButton(props: {
  clusterId: string;
  clusterName: string;
  /** Called when a sync has come to its end while the page was watching. */
  onFinished?: () => void;
}) {
  const { clusterId, clusterName, onFinished } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { loading, allowed } = usePermission({
    permission: fluxcdClusterSyncPermission,
  });
  const followed = useOperation();
  const { operationId } = followed;
  const hintId = useId();
  const [open, setOpen] = useState(false);
  const [ended, setEnded] = useState<string>();
  const [lostId, setLostId] = useState<string>();
  const isLost = operationId !== undefined && lostId === operationId;
  const polls = operationId !== undefined && ended !== operationId && !isLost;
  const { value, error } = useFluxcdQuery(
    async (api, signal) =>
      operationId
        ? api.getOperation({ params: { operationId }, query: {} }, { signal })
        : undefined,
    [operationId],
    { pollMs: polls ? RUNNING_POLL_MS : IDLE_POLL_MS },
  );
  // What the URL names may be any operation: only a sync of this cluster is ours to show.
  const operation =
    !isLost &&
    value?.type === 'sync' &&
    value.targets[0]?.clusterId === clusterId
      ? value
      : undefined;
  const progress = operation && syncProgress(operation);

  const callback = useRef(onFinished);
  callback.current = onFinished;
  // It stays lost: changing the poll interval reads once more, and forgets the error meanwhile.
  const isGone = error !== undefined && isErrorNamed(error, 'NotFoundError');
  useEffect(() => {
    if (isGone) setLostId(operationId);
  }, [isGone, operationId]);
  const finishedId = value?.finishedAt ? value.id : undefined;
  useEffect(() => {
    if (!finishedId) return;
    setEnded(finishedId);
    callback.current?.();
  }, [finishedId]);

  const denied = !loading && !allowed;
  return (
    <>
      <Button
        iconStart={<RiRefreshLine aria-hidden />}
        variant="secondary"
        isDisabled={loading || !allowed}
        aria-describedby={denied ? hintId : undefined}
        onPress={() => setOpen(true)}
      >
        {progress?.running
          ? t('operations.sync.running', {
              ended: String(progress.ended),
              total: String(progress.total),
            })
          : t('operations.sync.button')}
      </Button>
      {denied && (
        <Text id={hintId} variant="body-small" color="secondary">
          {t('operations.forbidden', {
            permission: fluxcdClusterSyncPermission.name,
          })}
        </Text>
      )}
      <SyncDialog
        clusterName={clusterName}
        operation={operation}
        starting={followed.starting}
        isLost={isLost}
        error={followed.error ?? (operationId && !isLost ? error : undefined)}
        isOpen={open}
        onClose={() => setOpen(false)}
        onSync={() =>
          followed.start(api => api.syncCluster({ params: { clusterId } }))
        }
      />
    </>
  );
}
