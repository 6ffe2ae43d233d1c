import { useApi } from '@backstage/core-plugin-api';
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
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { errorMessage } from '../../components/errorMessage';
import frame from '../../components/Dialog.module.css';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { clusterTitle } from '../clusterTitle';
import styles from './RemoveClusterDialog.module.css';

/** Says what removing a cluster does, and does it. */
export function RemoveClusterDialog(props: {
  cluster: Cluster;
  isOpen: boolean;
  onClose: () => void;
  onRemoved: () => void;
}) {
  const { cluster, isOpen, onClose, onRemoved } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const api = useApi(fluxcdApiRef);
  const [{ loading, error }, remove] = useAsyncFn(async () => {
    await api.deleteCluster({ params: { clusterId: cluster.id } });
    onClose();
    onRemoved();
  }, [api, cluster.id, onClose, onRemoved]);
  return (
    <Dialog
      className={frame.dialog}
      isOpen={isOpen}
      onOpenChange={open => !open && onClose()}
    >
      <DialogHeader>
        {t('clusters.remove.title', { name: clusterTitle(cluster) })}
      </DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          <Text as="p">
            {t('clusters.remove.effect', {
              count: cluster.resourceCounts.total,
            })}
          </Text>
          <Text as="p">{t('clusters.remove.untouched')}</Text>
          {error && (
            <Alert
              role="alert"
              status="danger"
              icon
              title={t('clusters.remove.error')}
              description={errorMessage(error)}
            />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button
          variant="primary"
          destructive
          className={styles.confirm}
          isPending={loading}
          onPress={remove}
        >
          {t('clusters.remove.confirm')}
        </Button>
        <Button variant="secondary" slot="close">
          {t('common.cancel')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
