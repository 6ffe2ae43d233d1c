import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Select, ToggleButton } from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiLayoutGridLine, RiTableLine } from '@remixicon/react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './ClusterList.module.css';
import { LABEL_PREFIX } from './groupClusters';
import type { ClusterListState } from './useClusterListState';

/** Select has no empty key. */
const NONE = 'none';

/** How the clusters are laid out. */
export function ClusterListOptions(props: {
  clusters: Cluster[];
  state: ClusterListState;
}) {
  const { clusters, state } = props;
  const { view, groupBy, change } = state;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const keys = new Set(clusters.flatMap(c => Object.keys(c.labels)));
  // One that no cluster has any more may still be in the URL.
  if (groupBy?.startsWith(LABEL_PREFIX))
    keys.add(groupBy.slice(LABEL_PREFIX.length));
  return (
    <div className={styles.options}>
      <Select
        size="small"
        aria-label={t('clusters.list.groupBy')}
        options={[
          { id: NONE, label: t('clusters.list.ungrouped') },
          { id: 'environment', label: t('clusters.list.byEnvironment') },
          ...[...keys].sort().map(key => ({
            id: `${LABEL_PREFIX}${key}`,
            label: t('clusters.list.byLabel', { key }),
          })),
        ]}
        value={groupBy ?? NONE}
        onChange={value =>
          change({ groupBy: value === NONE ? undefined : String(value) })
        }
      />
      <div role="group" aria-label={t('clusters.list.view')}>
        <ToggleButton
          iconStart={<RiLayoutGridLine />}
          isSelected={view === 'cards'}
          onChange={() => change({ view: 'cards' })}
        >
          {t('clusters.list.cards')}
        </ToggleButton>
        <ToggleButton
          iconStart={<RiTableLine />}
          isSelected={view === 'table'}
          onChange={() => change({ view: 'table' })}
        >
          {t('clusters.list.table')}
        </ToggleButton>
      </div>
    </div>
  );
}
