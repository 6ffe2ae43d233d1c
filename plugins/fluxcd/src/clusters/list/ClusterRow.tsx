import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Badge, Box, ButtonIcon, Link, Text } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ConnectionStatus } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiArrowDownSLine, RiArrowUpSLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { clusterRouteRef } from '../../routes';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { clusterTitle } from '../clusterTitle';
import { MissingMark } from '../MissingMark';
import { hasSourceBadge, SourceBadge } from '../SourceBadge';
import { useSourceName } from '../useSourceName';
import { ClusterDetails } from './ClusterDetails';
import styles from './ClusterList.module.css';
import { FavouriteButton } from './FavouriteButton';
import { ResourceCounts } from './ResourceCounts';

/** One cluster at a glance; its details fold out below. */
export function ClusterRow(props: {
  cluster: Cluster;
  isFavourite: boolean;
  onFavourite: () => void;
  onRemoved: (cluster: Cluster) => void;
}) {
  const { cluster, onRemoved } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const link = useRouteRef(clusterRouteRef)({ clusterId: cluster.id });
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const title = clusterTitle(cluster);
  const source = useSourceName(cluster.source);
  // The badge of a cloud says where the cluster came from; words would say it twice.
  const origin = [
    title === cluster.name ? undefined : cluster.name,
    hasSourceBadge(cluster) ? undefined : source,
  ]
    .filter(Boolean)
    .join(' · ');
  const unknown = t('clusters.versions.unknown');
  return (
    <Box as="li" bg="neutral" className={styles.row}>
      <div className={styles.summary}>
        <div className={styles.identity}>
          <div className={styles.name}>
            <FavouriteButton
              name={title}
              selected={props.isFavourite}
              onToggle={props.onFavourite}
            />
            <Text as="h3" variant="body-large" weight="bold">
              <Link href={link}>{title}</Link>
            </Text>
            {cluster.environment && <Badge>{cluster.environment}</Badge>}
          </div>
          <div className={styles.name}>
            <SourceBadge cluster={cluster} />
            {origin && (
              <Text color="secondary" variant="body-small">
                {origin}
              </Text>
            )}
          </div>
        </div>
        <div>
          <ConnectionStatus connection={cluster.connection} />
          <MissingMark cluster={cluster} />
        </div>
        <dl className={styles.versions}>
          <dt>{t('clusters.versions.kubernetes')}</dt>
          <dd>{cluster.kubernetesVersion ?? unknown}</dd>
          <dt>{t('clusters.versions.flux')}</dt>
          <dd>{cluster.fluxVersion ?? unknown}</dd>
        </dl>
        <ResourceCounts cluster={cluster} />
        <ButtonIcon
          className={styles.toggle}
          variant="tertiary"
          icon={open ? <RiArrowUpSLine /> : <RiArrowDownSLine />}
          aria-label={t('clusters.details.show', { name: title })}
          aria-expanded={open}
          aria-controls={detailsId}
          onPress={() => setOpen(!open)}
        />
      </div>
      <div id={detailsId} hidden={!open}>
        {open && <ClusterDetails cluster={cluster} onRemoved={onRemoved} />}
      </div>
    </Box>
  );
}
