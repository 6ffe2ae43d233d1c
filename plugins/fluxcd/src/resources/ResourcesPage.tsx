import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  ButtonLink,
  Flex,
  Text,
  useBreakpoint,
} from '@backstage/ui';
import { fluxcdReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiInboxLine, RiServerLine } from '@remixicon/react';
import { useMemo, useRef } from 'react';
import { ErrorState } from '../components/ErrorState';
import { errorMessage } from '../components/errorMessage';
import { ExportMenu } from '../components/ExportMenu';
import { StateMessage } from '../components/StateMessage';
import { clustersRouteRef } from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { isErrorNamed } from './isErrorNamed';
import { FacetMenu } from './list/FacetMenu';
import { FilterChips } from './list/FilterChips';
import { FilterDialog } from './list/FilterDialog';
import { FreshnessBanners } from './list/FreshnessBanners';
import { listQuery } from './list/listQuery';
import { ListSkeleton } from './list/ListSkeleton';
import { onlyKind } from './list/onlyKind';
import { Pager } from './list/Pager';
import { ResourceCards } from './list/ResourceCards';
import type { ResourceListState } from './list/ResourceListState';
import { ResourceSearch } from './list/ResourceSearch';
import { ResourceTable } from './list/ResourceTable';
import { StatusFilter } from './list/StatusFilter';
import { useFacetLabel } from './list/useFacetLabel';
import { useResourceListState } from './list/useResourceListState';
import filterStyles from './list/Filters.module.css';
import styles from './ResourcesPage.module.css';

/** Signals make the list current within two seconds; this bridges their absence. Milliseconds. */
const POLL_MS = 5_000;

/** The Flux resources of all clusters. */
export function ResourcesPage() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { state, hasFilters, change, toggle, clear, ...paging } =
    useResourceListState();
  const clustersLink = useRouteRef(clustersRouteRef);
  const top = useRef<HTMLDivElement>(null);
  const wide = useBreakpoint().up('md');

  const query = useMemo(() => listQuery(state), [state]);
  const question = JSON.stringify(query);
  const answer = useFluxcdQuery(
    async (api, signal) => ({
      question,
      list: await api.listResources({ query }, { signal }),
    }),
    [question],
    { pollMs: POLL_MS },
  );
  const { error, loading, refreshing, refresh } = answer;
  const list = answer.value?.list;
  const outdated = list !== undefined && answer.value?.question !== question;
  const label = useFacetLabel(list);
  const connections = useMemo(
    () => new Map(list?.freshness.map(f => [f.clusterId, f.connection])),
    [list],
  );

  const failure = error && !list && (
    <ErrorState
      title={t('resources.list.error.title')}
      error={error}
      permission={fluxcdReadPermission.name}
      onRetry={refresh}
      retrying={refreshing}
    />
  );
  if (failure && isErrorNamed(error, 'NotAllowedError')) return failure;
  if (list && !list.freshness.length && !list.total && !hasFilters)
    return (
      <StateMessage
        icon={<RiServerLine />}
        title={t('resources.list.empty.noClusters.title')}
        description={t('resources.list.empty.noClusters.description')}
        actions={
          <ButtonLink href={clustersLink()}>
            {t('resources.list.empty.noClusters.action')}
          </ButtonLink>
        }
      />
    );

  const onSort = (
    sort: ResourceListState['sort'],
    order: ResourceListState['order'],
  ) => change({ sort, order });
  const facetMenu = (facet: 'kind' | 'cluster' | 'namespace') => (
    <FacetMenu
      name={t(`resources.list.facet.${facet}`)}
      values={list?.facets[facet] ?? []}
      selected={state[facet]}
      label={value => label(facet, value)}
      onToggle={value => toggle(facet, value)}
    />
  );
  // The pager is below the rows, and a new page is read from its top.
  const moveBy = (move: (() => void) | undefined) =>
    move &&
    (() => {
      move();
      top.current?.scrollIntoView?.({ block: 'start' });
    });
  const shownFreshness = (list?.freshness ?? []).filter(
    f => !state.cluster.length || state.cluster.includes(f.clusterId),
  );

  return (
    <div className={styles.root} ref={top}>
      <div className={styles.head}>
        <Text as="h2" variant="title-x-small" weight="bold">
          <span role="status">
            {list
              ? t('resources.list.total', {
                  count: list.total,
                  formatted: list.total.toLocaleString(),
                })
              : t('resources.list.title')}
          </span>
        </Text>
        <span className={styles.refreshing} data-on={refreshing} aria-hidden>
          {t('resources.list.refreshing')}
        </span>
        {list && list.total > 0 && (
          <div className={styles.export}>
            <ExportMenu
              load={(api, format) => {
                const { limit: _limit, cursor: _cursor, ...filters } = query;
                return api.exportResources({ query: { ...filters, format } });
              }}
            />
          </div>
        )}
      </div>
      <FreshnessBanners freshness={shownFreshness} />
      {error && list && (
        <Alert
          status="warning"
          icon
          title={t('common.stale', { message: errorMessage(error) })}
          customActions={
            <Button size="small" variant="tertiary" onPress={refresh}>
              {t('common.retry')}
            </Button>
          }
        />
      )}
      <div className={filterStyles.bar} role="search">
        <ResourceSearch
          className={filterStyles.search}
          value={state.text}
          onChange={text =>
            change({ text }, { replace: Boolean(text && state.text) })
          }
        />
        {wide ? (
          <>
            {facetMenu('kind')}
            {facetMenu('cluster')}
            {facetMenu('namespace')}
          </>
        ) : (
          <FilterDialog
            state={state}
            facets={list?.facets}
            label={label}
            onToggle={toggle}
            onSort={onSort}
          />
        )}
      </div>
      {wide && list && (
        <StatusFilter
          values={list.facets.status}
          selected={state.status}
          label={value => label('status', value)}
          onToggle={status => toggle('status', status)}
        />
      )}
      <FilterChips
        state={state}
        label={label}
        onToggle={toggle}
        onClearText={() => change({ text: '' })}
        onClear={clear}
      />
      {loading && <ListSkeleton />}
      {failure}
      {failure && paging.first && (
        <Flex justify="center">
          <Button variant="tertiary" onPress={paging.first}>
            {t('resources.list.error.firstPage')}
          </Button>
        </Flex>
      )}
      {list && !list.items.length && (
        <StateMessage
          icon={<RiInboxLine />}
          title={
            hasFilters
              ? t('resources.list.empty.noMatch.title')
              : t('resources.list.empty.noResources.title')
          }
          description={
            hasFilters
              ? t('resources.list.empty.noMatch.description')
              : t('resources.list.empty.noResources.description')
          }
          actions={
            hasFilters && (
              <Button variant="secondary" onPress={clear}>
                {t('resources.list.filters.clear')}
              </Button>
            )
          }
        />
      )}
      {list && list.items.length > 0 && wide && (
        <ResourceTable
          items={list.items}
          connections={connections}
          state={state}
          onSort={onSort}
          outdated={outdated}
        />
      )}
      {list && list.items.length > 0 && !wide && (
        <ResourceCards
          items={list.items}
          connections={connections}
          label={t('resources.list.title')}
          kind={onlyKind(state)}
          outdated={outdated}
        />
      )}
      {list && list.total > 0 && (
        <Pager
          page={paging.page}
          limit={state.limit}
          shown={list.items.length}
          total={list.total}
          onLimit={limit => change({ limit })}
          onFirst={moveBy(paging.first)}
          onPrevious={moveBy(paging.previous)}
          onNext={
            list.nextCursor && !outdated
              ? moveBy(() => paging.next(list.nextCursor!))
              : undefined
          }
        />
      )}
    </div>
  );
}
