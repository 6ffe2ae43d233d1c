import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Text } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { ClusterList } from './ClusterList';
import styles from './ClusterList.module.css';
import { ClusterTable } from './ClusterTable';
import { groupClusters } from './groupClusters';
import type { ClusterListState } from './useClusterListState';
import { useFavourites } from './useFavourites';

/** The clusters as cards or as a table, in groups or not; the user's favourites first. */
export function ClusterGroups(props: {
  clusters: Cluster[];
  state: ClusterListState;
  onRemoved: (cluster: Cluster) => void;
}) {
  const { clusters, state, onRemoved } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { favourites, toggle } = useFavourites();
  const { view, groupBy } = state;
  return (
    <>
      {groupClusters(clusters, { groupBy, favourites }).map(group => {
        const title = group.value || t('clusters.list.without');
        return (
          <section
            key={group.value ?? ''}
            className={styles.group}
            aria-label={groupBy && title}
          >
            {groupBy && (
              <Text as="h3" variant="body-large" weight="bold">
                {`${title} (${group.clusters.length})`}
              </Text>
            )}
            {view === 'table' ? (
              <ClusterTable
                label={groupBy ? title : t('clusters.list.table')}
                clusters={group.clusters}
                favourites={favourites}
                onFavourite={toggle}
              />
            ) : (
              <ClusterList
                clusters={group.clusters}
                favourites={favourites}
                onFavourite={toggle}
                onRemoved={onRemoved}
              />
            )}
          </section>
        );
      })}
    </>
  );
}
