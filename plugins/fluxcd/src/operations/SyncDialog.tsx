import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';
import type { Operation } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { errorMessage } from '../components/errorMessage';
import { visibleText } from '../resources/visibleText';
import frame from '../components/Dialog.module.css';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { Elapsed } from './Elapsed';
import { OperationSteps } from './OperationSteps';
import { type SyncProgress, syncProgress } from './syncProgress';

/** Says what the sync of a cluster does, and then how it goes, resource by resource. */
export function SyncDialog(props: {
  clusterName: string;
  /** The sync that is followed. */
  operation?: Operation;
  /** What was followed is no longer on record. */
  isLost: boolean;
  starting: boolean;
  error?: Error;
  isOpen: boolean;
  onClose: () => void;
  onSync: () => void;
}) {
  const { clusterName, operation, isLost, starting, error } = props;
  const { isOpen, onClose, onSync } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const progress = operation && syncProgress(operation);
  const cluster = visibleText(clusterName);
  return (
    <Dialog
      className={frame.dialog}
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
    >
      <DialogHeader>
        {progress
          ? t('operations.sync.titleRunning', { cluster })
          : t('operations.sync.title', { cluster })}
      </DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          {isLost && !error && (
            <Alert
              role="status"
              status="info"
              icon
              title={t('operations.lost.title')}
              description={t('operations.sync.lost')}
            />
          )}
          {error && (
            <Alert
              role="alert"
              status="danger"
              icon
              title={
                progress
                  ? t('operations.connectionLost')
                  : t('operations.notStarted')
              }
              description={<bdi>{visibleText(errorMessage(error))}</bdi>}
            />
          )}
          {!progress && <Text as="p">{t('operations.sync.effect')}</Text>}
          {operation && progress && (
            <>
              <div role="status">
                <Headline operation={operation} progress={progress} />
              </div>
              <Elapsed from={operation.createdAt} to={operation.finishedAt} />
              {progress.running && (
                <Text as="p" color="secondary">
                  {t('operations.sync.goesOn')}
                </Text>
              )}
              <OperationSteps
                label={t('operations.sync.results')}
                steps={progress.targets.map(target => ({
                  ...target,
                  key: target.resourceId,
                  revision: target.steps[0]?.revision,
                  message: target.message ?? target.steps[0]?.message,
                }))}
              />
            </>
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button
          variant="primary"
          isPending={starting}
          isDisabled={progress?.running}
          onPress={onSync}
        >
          {progress ? t('operations.sync.again') : t('operations.sync.confirm')}
        </Button>
        <Button variant="secondary" slot="close">
          {t('common.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

/** How it stands, in a sentence or two. */
function Headline(props: { operation: Operation; progress: SyncProgress }) {
  const { operation, progress } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { running, ended, total, failed, skipped } = progress;
  const words = [
    running
      ? t('operations.sync.ended', {
          ended: String(ended),
          total: String(total),
        })
      : undefined,
    !running && operation.state === 'succeeded'
      ? t('operations.sync.succeeded')
      : undefined,
    failed ? t('operations.sync.failed', { count: failed }) : undefined,
    operation.state === 'unknown' ? t('operations.sync.unknown') : undefined,
    skipped ? t('operations.sync.skipped', { count: skipped }) : undefined,
  ];
  return (
    <Text as="p" weight="bold">
      {words.filter(word => word !== undefined).join(' · ')}
    </Text>
  );
}
