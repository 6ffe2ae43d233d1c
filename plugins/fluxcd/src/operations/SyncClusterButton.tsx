import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button } from '@backstage/ui';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiRefreshLine } from '@remixicon/react';
import { useEffect, useRef, useState } from 'react';
import { isErrorNamed } from '../resources/isErrorNamed';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { SyncDialog } from './SyncDialog';
import { syncProgress } from './syncProgress';
import { useOperation } from './useOperation';

/** A running operation is read this often at most. Milliseconds. */
const RUNNING_POLL_MS = 2_000;
/** Each answer names every resource: the more there are, the rarer it is asked for. Milliseconds. */
const POLL_MS_PER_TARGET = 20;
const MAX_POLL_MS = 10_000;
/** A finished one, or none, does not change. */
const IDLE_POLL_MS = 3_600_000;

/**
 * Reconciles everything in a cluster, and shows how that goes: the button counts, a dialog lists each resource with
 * its outcome. The page's URL keeps which operation is followed.
 */
export function SyncClusterButton(props: {
  clusterId: string;
  clusterName: string;
  isDisabled: boolean;
  /** Id of the text that says why it is disabled. */
  describedBy?: string;
  /** Called when a sync has come to its end while the page was watching. */
  onFinished?: () => void;
}) {
  const { clusterId, clusterName, onFinished } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const followed = useOperation();
  const { operationId } = followed;
  const [open, setOpen] = useState(false);
  const [ended, setEnded] = useState<string>();
  const [lostId, setLostId] = useState<string>();
  const isLost = operationId !== undefined && lostId === operationId;
  const polls = operationId !== undefined && ended !== operationId && !isLost;
  const [runningPollMs, setRunningPollMs] = useState(RUNNING_POLL_MS);
  const { value, error } = useFluxcdQuery(
    async (api, signal) =>
      operationId
        ? api.getOperation({ params: { operationId }, query: {} }, { signal })
        : undefined,
    [operationId],
    { pollMs: polls ? runningPollMs : IDLE_POLL_MS, onSignals: false },
  );
  // What the URL names may be any operation: only a sync of this cluster is ours to show.
  const operation =
    !isLost &&
    value?.type === 'sync' &&
    value.targets[0]?.clusterId === clusterId
      ? value
      : undefined;
  const progress = operation && syncProgress(operation);

  const total = progress?.total ?? 0;
  useEffect(() => {
    const ms = Math.min(total * POLL_MS_PER_TARGET, MAX_POLL_MS);
    setRunningPollMs(Math.max(ms, RUNNING_POLL_MS));
  }, [total]);

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

  return (
    <>
      <Button
        iconStart={<RiRefreshLine aria-hidden />}
        variant="secondary"
        isDisabled={props.isDisabled}
        aria-describedby={props.describedBy}
        onPress={() => setOpen(true)}
      >
        {progress?.running
          ? t('operations.sync.running', {
              ended: String(progress.ended),
              total: String(progress.total),
            })
          : t('operations.sync.button')}
      </Button>
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
