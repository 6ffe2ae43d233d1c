import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button } from '@backstage/ui';
import { fluxcdReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiInboxLine } from '@remixicon/react';
import { useMemo, useState } from 'react';
import { ErrorState } from '../components/ErrorState';
import { errorMessage } from '../components/errorMessage';
import { StateMessage } from '../components/StateMessage';
import { ResourceRows } from '../dashboard/ResourceRows';
import { FacetMenu } from '../resources/list/FacetMenu';
import { FreshnessBanners } from '../resources/list/FreshnessBanners';
import { ListSkeleton } from '../resources/list/ListSkeleton';
import { StatusFilter } from '../resources/list/StatusFilter';
import { useFacetLabel } from '../resources/list/useFacetLabel';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './EntityResources.module.css';
import { relevantFreshness } from './relevantFreshness';
import { useEntityFilters } from './useEntityFilters';

/** The resources that selectors ask for, in all clusters, worst first. */
export function EntityResources(props: {
  selectors: string[];
  /** At most this many at a time. */
  limit: number;
  /** Without the filters by cluster, kind and namespace. */
  compact?: boolean;
}) {
  const { selectors, compact } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { filters, hasFilters, toggle, clear } = useEntityFilters();
  const { status } = filters;
  const [limit, setLimit] = useState(props.limit);
  // The card shows no facets, so it must not be narrowed by them.
  const narrowed = compact ? { status } : filters;
  const query = { selector: selectors, ...narrowed, limit };
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) => api.listResources({ query }, { signal }),
    [JSON.stringify(query)],
  );
  const label = useFacetLabel(value);
  const connections = useMemo(
    () => new Map(value?.freshness.map(f => [f.clusterId, f.connection])),
    [value],
  );

  if (loading) return <ListSkeleton />;
  if (!value)
    return (
      <ErrorState
        title={t('resources.list.error.title')}
        error={error!}
        permission={fluxcdReadPermission.name}
        onRetry={refresh}
        retrying={refreshing}
      />
    );
  return (
    <div className={styles.root}>
      <FreshnessBanners
        freshness={relevantFreshness(value, {
          selectors,
          byStatus: status.length > 0,
        })}
      />
      {error && (
        <Alert
          status="warning"
          icon
          title={t('common.stale', { message: errorMessage(error) })}
        />
      )}
      {(value.total > 0 || hasFilters) && (
        <div className={styles.filters}>
          {!compact &&
            (['cluster', 'kind', 'namespace'] as const).map(facet => (
              <FacetMenu
                key={facet}
                name={t(`resources.list.facet.${facet}`)}
                values={value.facets[facet]}
                selected={filters[facet]}
                label={v => label(facet, v)}
                onToggle={v => toggle(facet, v)}
              />
            ))}
          <StatusFilter
            values={value.facets.status}
            selected={status}
            label={v => label('status', v)}
            onToggle={v => toggle('status', v)}
          />
          {hasFilters && (
            <Button size="small" variant="tertiary" onPress={clear}>
              {t('resources.list.filters.clear')}
            </Button>
          )}
        </div>
      )}
      {value.items.length === 0 ? (
        <StateMessage
          icon={<RiInboxLine />}
          title={t(
            hasFilters
              ? 'resources.list.empty.noMatch.title'
              : 'entity.empty.title',
          )}
          description={
            hasFilters ? undefined : (
              <>
                {t('entity.empty.description')}{' '}
                <code>{selectors.join(', ')}</code>
              </>
            )
          }
        />
      ) : (
        <ResourceRows
          label={t('resources.list.title')}
          items={value.items}
          connections={connections}
        />
      )}
      {value.total > value.items.length && limit < 500 && (
        <Button
          variant="secondary"
          onPress={() => setLimit(Math.min(500, limit * 4))}
          isPending={refreshing}
        >
          {t('entity.more', {
            shown: String(value.items.length),
            total: String(value.total),
          })}
        </Button>
      )}
    </div>
  );
}
