import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Skeleton, Text } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiDeleteBinLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { ClusterAlerts } from '../ClusterAlerts';
import { clusterTitle } from '../clusterTitle';
import { useClusterPermissions } from '../useClusterPermissions';
import { RemoveClusterDialog } from '../remove/RemoveClusterDialog';
import { useSourceName } from '../useSourceName';
import styles from './ClusterDetails.module.css';
import { ClusterFacts } from './ClusterFacts';
import { ClusterKinds } from './ClusterKinds';

/** What a row has no room for: how the cluster is reached, and how each kind in it is read. */
export function ClusterDetails(props: {
  cluster: Cluster;
  onRemoved: (cluster: Cluster) => void;
}) {
  const { cluster, onRemoved } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { value, error, loading } = useFluxcdQuery(
    (api, signal) =>
      api.getCluster({ params: { clusterId: cluster.id } }, { signal }),
    [cluster.id],
  );
  const { remove } = useClusterPermissions();
  const hintId = useId();
  const [removing, setRemoving] = useState(false);
  const source = useSourceName(cluster.source);
  return (
    <div className={styles.root}>
      {cluster.description && <Text as="p">{cluster.description}</Text>}
      <ClusterAlerts cluster={cluster} />
      <ClusterFacts cluster={cluster} />
      {loading && (
        <div
          role="progressbar"
          aria-label={t('clusters.details.loading', {
            name: clusterTitle(cluster),
          })}
        >
          <Skeleton width="100%" height={80} />
        </div>
      )}
      {error && !value && (
        <Alert
          status="danger"
          icon
          title={t('clusters.details.error')}
          description={errorMessage(error)}
        />
      )}
      {value && (
        <ClusterKinds
          clusterId={cluster.id}
          kinds={value.kinds}
          watched={cluster.sync.auto && cluster.connection.state !== 'stopped'}
        />
      )}
      {cluster.source === 'manual' ? (
        <div>
          <Button
            variant="secondary"
            iconStart={<RiDeleteBinLine />}
            isDisabled={!remove.allowed}
            aria-describedby={remove.missing && hintId}
            onPress={() => setRemoving(true)}
          >
            {t('clusters.details.remove')}
          </Button>
          {remove.missing && (
            <Text as="p" id={hintId} color="secondary" variant="body-small">
              {t('clusters.page.forbidden', {
                count: 1,
                permissions: remove.missing,
              })}
            </Text>
          )}
        </div>
      ) : (
        <Text color="secondary" variant="body-small">
          {t('clusters.details.removeElsewhere', { source })}
        </Text>
      )}
      <RemoveClusterDialog
        cluster={cluster}
        isOpen={removing}
        onClose={() => setRemoving(false)}
        onRemoved={() => onRemoved(cluster)}
      />
    </div>
  );
}
