import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ConnectionStatus } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { clusterRouteRef } from '../../routes';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { clusterTitle } from '../clusterTitle';
import { MissingMark } from '../MissingMark';
import { SourceBadge } from '../SourceBadge';
import { useResourcesLink } from '../useResourcesLink';
import styles from './ClusterDetails.module.css';
import { FavouriteButton } from './FavouriteButton';

/** Many clusters on one screen: a line each. */
export function ClusterTable(props: {
  /** Names the table. */
  label: string;
  clusters: Cluster[];
  favourites: ReadonlySet<string>;
  onFavourite: (clusterId: string) => void;
}) {
  const { label, clusters, favourites, onFavourite } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const clusterLink = useRouteRef(clusterRouteRef);
  const resourcesLink = useResourcesLink();
  return (
    <div
      className={styles.tableFrame}
      role="region"
      // A wide table scrolls by itself; the keyboard must reach it for that.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={label}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('clusters.list.column.name')}</th>
            <th scope="col">{t('clusters.list.column.connection')}</th>
            <th scope="col">{t('clusters.list.column.failed')}</th>
            <th scope="col">{t('clusters.list.column.resources')}</th>
            <th scope="col">{t('clusters.list.column.environment')}</th>
            <th scope="col">{t('clusters.versions.kubernetes')}</th>
            <th scope="col">{t('clusters.versions.flux')}</th>
          </tr>
        </thead>
        <tbody>
          {clusters.map(cluster => {
            const { id, resourceCounts } = cluster;
            const failed = resourceCounts.byStatus.failed ?? 0;
            const title = clusterTitle(cluster);
            return (
              <tr key={id}>
                <th scope="row">
                  <span className={styles.kind}>
                    <FavouriteButton
                      name={title}
                      selected={favourites.has(id)}
                      onToggle={() => onFavourite(id)}
                    />
                    <Link href={clusterLink({ clusterId: id })}>{title}</Link>
                    <SourceBadge cluster={cluster} />
                  </span>
                </th>
                <td>
                  <ConnectionStatus connection={cluster.connection} />
                  <MissingMark cluster={cluster} />
                </td>
                <td className={styles.number}>
                  {failed > 0 ? (
                    <Link
                      href={resourcesLink({ cluster: id, status: 'failed' })}
                    >
                      {String(failed)}
                    </Link>
                  ) : (
                    0
                  )}
                </td>
                <td className={styles.number}>
                  <Link href={resourcesLink({ cluster: id })}>
                    {String(resourceCounts.total)}
                  </Link>
                </td>
                <td>{cluster.environment}</td>
                <td>{cluster.kubernetesVersion}</td>
                <td>{cluster.fluxVersion}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
