import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Button } from '@backstage/ui';
import {
  type Cluster,
  fluxcdClusterDeletePermission,
  fluxcdClusterUpdatePermission,
  fluxcdResourceReconcilePermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import {
  RiDeleteBinLine,
  RiEditLine,
  RiKey2Line,
  RiRefreshLine,
} from '@remixicon/react';
import { useState } from 'react';
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

/** What can be done with a cluster; only what this person may do and what works for it is offered. */
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
  const { allowed: mayUpdate } = usePermission({
    permission: fluxcdClusterUpdatePermission,
  });
  const { allowed: mayRemove } = usePermission({
    permission: fluxcdClusterDeletePermission,
  });
  const { allowed: mayRefresh } = usePermission({
    permission: fluxcdResourceReconcilePermission,
  });
  const [{ loading, error }, refresh] = useAsyncFn(async () => {
    await api.refreshCluster({ params: { clusterId: cluster.id } });
    onDone(t('clusters.sync.refreshed'));
  }, [api, cluster.id, onDone, t]);
  const manual = cluster.source === 'manual';
  return (
    <>
      {mayRefresh && (
        <Button
          variant={cluster.sync.auto ? 'secondary' : 'primary'}
          iconStart={<RiRefreshLine />}
          isPending={loading}
          onPress={refresh}
        >
          {t('clusters.sync.refresh')}
        </Button>
      )}
      <SyncClusterButton
        clusterId={cluster.id}
        clusterName={clusterTitle(cluster)}
        onFinished={onDone}
      />
      {mayUpdate && (
        <Button
          variant="secondary"
          iconStart={<RiEditLine />}
          onPress={() => setOpen('edit')}
        >
          {t('clusters.page.edit')}
        </Button>
      )}
      {mayUpdate && manual && (
        <Button
          variant="secondary"
          iconStart={<RiKey2Line />}
          onPress={() => setOpen('credentials')}
        >
          {t('clusters.page.credentials')}
        </Button>
      )}
      {mayRemove && manual && (
        <Button
          variant="secondary"
          iconStart={<RiDeleteBinLine />}
          onPress={() => setOpen('remove')}
        >
          {t('clusters.details.remove')}
        </Button>
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
