import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Cell, Link, Table, type ColumnConfig } from '@backstage/ui';
import {
  resourceSortSchema,
  type Connection,
  type Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  KindIcon,
  RelativeTime,
  ResourceStatusBadge,
  Revision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useMemo } from 'react';
import { resourceRouteRef } from '../../routes';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { ExpandableText } from '../ExpandableText';
import { visibleText } from '../visibleText';
import type { ResourceListState } from './ResourceListState';
import { StaleMark } from './StaleMark';
import styles from './ResourceTable.module.css';

/** A word or two from a cluster, whole in the title when there is no room. */
function TextCell(props: { text: string }) {
  const text = visibleText(props.text);
  return (
    <Cell>
      <span className={styles.cell} title={text}>
        <bdi>{text}</bdi>
      </span>
    </Cell>
  );
}

/** One page of resources as a table, sorted by its headers. */
export function ResourceTable(props: {
  items: Resource[] | undefined;
  connections: ReadonlyMap<string, Connection>;
  state: Pick<ResourceListState, 'sort' | 'order'>;
  onSort: (
    sort: ResourceListState['sort'],
    order: ResourceListState['order'],
  ) => void;
  /** The rows answer an older question; the new answer is under way. */
  outdated: boolean;
}) {
  const { items, connections, state, onSort, outdated } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const resourceLink = useRouteRef(resourceRouteRef);

  // The least widths add up to what a screen of 1366 pixels leaves beside the sidebar.
  const columns = useMemo<ColumnConfig<Resource>[]>(
    () => [
      {
        id: 'status',
        label: t('resources.list.column.status'),
        isSortable: true,
        defaultWidth: 114,
        cell: r => (
          <Cell>
            <ResourceStatusBadge status={r.status} />
          </Cell>
        ),
      },
      {
        id: 'name',
        label: t('resources.list.column.name'),
        isSortable: true,
        isRowHeader: true,
        defaultWidth: '2fr',
        minWidth: 150,
        cell: r => (
          <Cell>
            <span className={styles.name}>
              <KindIcon group={r.group} kind={r.kind} />
              <Link href={resourceLink({ resourceId: r.id })}>
                <bdi>{visibleText(r.name)}</bdi>
              </Link>
            </span>
          </Cell>
        ),
      },
      {
        id: 'kind',
        label: t('resources.list.column.kind'),
        isSortable: true,
        defaultWidth: 126,
        cell: r => <TextCell text={r.kind} />,
      },
      {
        id: 'namespace',
        label: t('resources.list.column.namespace'),
        isSortable: true,
        defaultWidth: '1fr',
        minWidth: 136,
        cell: r => <TextCell text={r.namespace} />,
      },
      {
        id: 'cluster',
        label: t('resources.list.column.cluster'),
        isSortable: true,
        defaultWidth: '1fr',
        minWidth: 118,
        cell: r => (
          <Cell>
            <span className={styles.stack}>
              <span className={styles.cell}>{visibleText(r.clusterName)}</span>
              <StaleMark state={connections.get(r.clusterId)?.state} />
            </span>
          </Cell>
        ),
      },
      {
        id: 'revision',
        label: t('resources.list.column.revision'),
        defaultWidth: 180,
        cell: r => (
          <Cell>
            {r.revision && <Revision revision={visibleText(r.revision)} />}
          </Cell>
        ),
      },
      {
        id: 'message',
        label: t('resources.list.column.message'),
        defaultWidth: '3fr',
        minWidth: 150,
        cell: r => (
          <Cell>
            {(r.message || r.reason) && (
              <ExpandableText text={r.message || r.reason || ''} />
            )}
          </Cell>
        ),
      },
      {
        id: 'statusSince',
        label: t('resources.list.column.since'),
        isSortable: true,
        defaultWidth: 108,
        cell: r => (
          <Cell>{r.statusSince && <RelativeTime value={r.statusSince} />}</Cell>
        ),
      },
    ],
    [connections, resourceLink, t],
  );

  return (
    <Table
      className={styles.table}
      columnConfig={columns}
      data={items}
      isPending={!items}
      isStale={outdated}
      pagination={{ type: 'none' }}
      sort={{
        descriptor: {
          column: state.sort,
          direction: state.order === 'asc' ? 'ascending' : 'descending',
        },
        onSortChange: ({ column, direction }) => {
          const sort = resourceSortSchema.safeParse(column);
          if (sort.success)
            onSort(sort.data, direction === 'ascending' ? 'asc' : 'desc');
        },
      }}
    />
  );
}
