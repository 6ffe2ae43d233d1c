import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Text } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import {
  RiDeleteBinLine,
  RiEditLine,
  RiKey2Line,
  RiRefreshLine,
} from '@remixicon/react';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { errorMessage } from '../../components/errorMessage';
import { SyncClusterButton } from '../../operations';
import { clustersRouteRef } from '../../routes';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { clusterTitle } from '../clusterTitle';
import { ReplaceCredentialsDialog } from '../credentials/ReplaceCredentialsDialog';
import { EditClusterDialog } from '../edit/EditClusterDialog';
import { RemoveClusterDialog } from '../remove/RemoveClusterDialog';
import styles from './ClusterPage.module.css';
import { useClusterPermissions } from '../useClusterPermissions';

/** What can be done with a cluster, as far as its source leaves that to the portal; why not, where it cannot. */
export function ClusterActions(props: {
  cluster: Cluster;
  /** Called with what was done, in words. */
  onDone: (notice?: string) => void;
}) {
  const { cluster, onDone } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const api = useApi(fluxcdApiRef);
  const navigate = useNavigate();
  const listLink = useRouteRef(clustersRouteRef)();
  const [open, setOpen] = useState<'edit' | 'credentials' | 'remove'>();
  const close = () => setOpen(undefined);
  const hintId = useId();
  const permissions = useClusterPermissions();
  const [{ loading, error }, refresh] = useAsyncFn(async () => {
    await api.refreshCluster({ params: { clusterId: cluster.id } });
    onDone(t('clusters.sync.refreshed'));
  }, [api, cluster.id, onDone, t]);
  const manual = cluster.source === 'manual';
  const stopped = cluster.connection.state === 'stopped';
  const missing = [
    permissions.refresh.missing,
    permissions.sync.missing,
    permissions.update.missing,
    manual && permissions.remove.missing,
  ].filter(Boolean);
  const hints = [
    stopped && t('clusters.page.stopped'),
    missing.length > 0 &&
      t('clusters.page.forbidden', {
        count: missing.length,
        permissions: missing.join(', '),
      }),
  ].filter(Boolean);
  const describedBy = hints.length ? hintId : undefined;
  return (
    <>
      <Button
        variant={cluster.sync.auto ? 'secondary' : 'primary'}
        iconStart={<RiRefreshLine />}
        isDisabled={stopped || !permissions.refresh.allowed}
        aria-describedby={describedBy}
        isPending={loading}
        onPress={refresh}
      >
        {t('clusters.sync.refresh')}
      </Button>
      <SyncClusterButton
        clusterId={cluster.id}
        clusterName={clusterTitle(cluster)}
        isDisabled={stopped || !permissions.sync.allowed}
        describedBy={describedBy}
        onFinished={onDone}
      />
      <Button
        variant="secondary"
        iconStart={<RiEditLine />}
        isDisabled={!permissions.update.allowed}
        aria-describedby={describedBy}
        onPress={() => setOpen('edit')}
      >
        {t('clusters.page.edit')}
      </Button>
      {manual && (
        <>
          <Button
            variant="secondary"
            iconStart={<RiKey2Line />}
            isDisabled={!permissions.update.allowed}
            aria-describedby={describedBy}
            onPress={() => setOpen('credentials')}
          >
            {t('clusters.page.credentials')}
          </Button>
          <Button
            variant="secondary"
            iconStart={<RiDeleteBinLine />}
            isDisabled={!permissions.remove.allowed}
            aria-describedby={describedBy}
            onPress={() => setOpen('remove')}
          >
            {t('clusters.details.remove')}
          </Button>
        </>
      )}
      {hints.length > 0 && (
        <Text
          id={hintId}
          variant="body-small"
          color="secondary"
          className={styles.hint}
        >
          {hints.join(' ')}
        </Text>
      )}
      {error && !loading && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('clusters.sync.error')}
          description={errorMessage(error)}
        />
      )}
      <EditClusterDialog
        cluster={cluster}
        isOpen={open === 'edit'}
        onClose={close}
        onSaved={() => {
          close();
          onDone();
        }}
      />
      <ReplaceCredentialsDialog
        cluster={cluster}
        isOpen={open === 'credentials'}
        onClose={close}
        onReplaced={() => {
          close();
          onDone(
            t('clusters.credentials.replaced', { name: clusterTitle(cluster) }),
          );
        }}
      />
      <RemoveClusterDialog
        cluster={cluster}
        isOpen={open === 'remove'}
        onClose={close}
        onRemoved={() => navigate(listLink)}
      />
    </>
  );
}
