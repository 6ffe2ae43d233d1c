import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import {
  fluxcdClusterCreatePermission,
  fluxcdReadPermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiAddLine, RiServerLine } from '@remixicon/react';
import { useState } from 'react';
import { ErrorState } from '../components/ErrorState';
import { ExportMenu } from '../components/ExportMenu';
import { StateMessage } from '../components/StateMessage';
import { errorMessage } from '../components/errorMessage';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { AddClusterDialog } from './add/AddClusterDialog';
import { clusterTitle } from './clusterTitle';
import { ClusterGroups } from './list/ClusterGroups';
import { ClusterListOptions } from './list/ClusterListOptions';
import { ClusterListSkeleton } from './list/ClusterListSkeleton';
import { UnreachableAlert } from './list/UnreachableAlert';
import { useClusterListState } from './list/useClusterListState';

/** All clusters with their links and counts, and the way to add one. */
export function ClustersPage() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { allowed: mayAdd } = usePermission({
    permission: fluxcdClusterCreatePermission,
  });
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) => api.listClusters({}, { signal }),
    [],
  );
  const layout = useClusterListState();
  const [adding, setAdding] = useState(false);
  const [notice, setNotice] = useState<{
    title: string;
    description?: string;
  }>();

  const add = mayAdd && (
    <Button
      variant="primary"
      size="medium"
      iconStart={<RiAddLine />}
      onPress={() => setAdding(true)}
    >
      {t('clusters.add.open')}
    </Button>
  );

  let content;
  if (loading) content = <ClusterListSkeleton />;
  else if (!value)
    content = (
      <ErrorState
        title={t('clusters.error')}
        error={error!}
        permission={fluxcdReadPermission.name}
        onRetry={refresh}
        retrying={refreshing}
      />
    );
  else if (value.items.length === 0)
    content = (
      <StateMessage
        icon={<RiServerLine />}
        title={t('clusters.empty.title')}
        description={
          mayAdd
            ? t('clusters.empty.description')
            : t('clusters.empty.notAllowed', {
                permission: fluxcdClusterCreatePermission.name,
              })
        }
        actions={add}
      />
    );
  else
    content = (
      <>
        <Flex justify="between" align="center" gap="3">
          <Text as="h2" variant="title-x-small" weight="bold">
            {t('clusters.total', { count: value.items.length })}
          </Text>
          <Flex gap="2">
            <ExportMenu
              load={(api, format) => api.exportClusters({ query: { format } })}
            />
            {add}
          </Flex>
        </Flex>
        <UnreachableAlert clusters={value.items} />
        <ClusterListOptions clusters={value.items} state={layout} />
        <ClusterGroups
          clusters={value.items}
          state={layout}
          onRemoved={cluster => {
            setNotice({
              title: t('clusters.removed', { name: clusterTitle(cluster) }),
            });
            refresh();
          }}
        />
      </>
    );

  return (
    <>
      {/* Present before it is filled, so that a screen reader announces what comes into it. */}
      <div role="status">
        {notice && (
          <Alert
            status="success"
            icon
            mb="4"
            {...notice}
            customActions={
              <Button
                size="small"
                variant="tertiary"
                onPress={() => setNotice(undefined)}
              >
                {t('clusters.dismiss')}
              </Button>
            }
          />
        )}
      </div>
      <Flex direction="column" gap="4">
        {value && error && (
          <Alert
            status="warning"
            icon
            title={t('common.stale', { message: errorMessage(error) })}
          />
        )}
        {content}
      </Flex>
      <AddClusterDialog
        isOpen={adding}
        onClose={() => setAdding(false)}
        onAdded={cluster => {
          setAdding(false);
          setNotice({
            title: t('clusters.added.title', { name: clusterTitle(cluster) }),
            description: t('clusters.added.description'),
          });
          refresh();
        }}
      />
    </>
  );
}
