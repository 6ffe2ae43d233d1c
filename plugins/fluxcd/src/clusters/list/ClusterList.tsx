import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import styles from './ClusterList.module.css';
import { ClusterRow } from './ClusterRow';

/** Clusters as cards, in the order given. */
export function ClusterList(props: {
  clusters: Cluster[];
  favourites: ReadonlySet<string>;
  onFavourite: (clusterId: string) => void;
  onRemoved: (cluster: Cluster) => void;
}) {
  const { clusters, favourites, onFavourite, onRemoved } = props;
  return (
    <ul className={styles.list}>
      {clusters.map(cluster => (
        <ClusterRow
          key={cluster.id}
          cluster={cluster}
          isFavourite={favourites.has(cluster.id)}
          onFavourite={() => onFavourite(cluster.id)}
          onRemoved={onRemoved}
        />
      ))}
    </ul>
  );
}
