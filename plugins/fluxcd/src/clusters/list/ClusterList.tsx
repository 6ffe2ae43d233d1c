import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { clusterTitle } from '../clusterTitle';
import styles from './ClusterList.module.css';
import { ClusterRow } from './ClusterRow';

/** The clusters by name, so that a row keeps its place when its state changes. */
export function ClusterList(props: {
  clusters: Cluster[];
  onRemoved: (cluster: Cluster) => void;
}) {
  const sorted = [...props.clusters].sort((a, b) =>
    clusterTitle(a).localeCompare(clusterTitle(b)),
  );
  return (
    <ul className={styles.list}>
      {sorted.map(cluster => (
        <ClusterRow
          key={cluster.id}
          cluster={cluster}
          onRemoved={props.onRemoved}
        />
      ))}
    </ul>
  );
}
