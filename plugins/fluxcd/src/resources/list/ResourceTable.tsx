import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Cell, Link, Table, type ColumnConfig } from '@backstage/ui';
import {
  FLUX_KINDS,
  resourceSortSchema,
  shortRevision,
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
import { kindColumns } from '../kinds/kindColumns';
import { visibleText } from '../visibleText';
import { onlyKind } from './onlyKind';
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
  state: Pick<ResourceListState, 'sort' | 'order' | 'kind'>;
  onSort: (
    sort: ResourceListState['sort'],
    order: ResourceListState['order'],
  ) => void;
  /** The rows answer an older question; the new answer is under way. */
  outdated: boolean;
}) {
  const { items, connections, state, onSort, outdated } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const kind = onlyKind(state);
  const resourceLink = useRouteRef(resourceRouteRef);

  const columns = useMemo<ColumnConfig<Resource>[]>(() => {
    const own = kindColumns(kind, t);
    // Of a known kind the rows say the same kind all over, and have columns that say more than the general ones;
    // the namespace makes room for them under the name.
    const isKnown = own.length > 0;
    const isStatic = FLUX_KINDS.some(k => k.kind === kind && k.static);
    // The least widths add up to what a screen of 1366 pixels leaves beside the sidebar.
    const all: (ColumnConfig<Resource> | false)[] = [
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
              <span className={styles.stack}>
                <Link href={resourceLink({ resourceId: r.id })}>
                  <bdi>{visibleText(r.name)}</bdi>
                </Link>
                {isKnown && r.namespace && (
                  <span className={styles.namespace}>
                    <bdi>{visibleText(r.namespace)}</bdi>
                  </span>
                )}
              </span>
            </span>
          </Cell>
        ),
      },
      !isKnown && {
        id: 'kind',
        label: t('resources.list.column.kind'),
        isSortable: true,
        defaultWidth: 126,
        cell: r => <TextCell text={r.kind} />,
      },
      !isKnown && {
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
              <span className={styles.cell} title={visibleText(r.clusterName)}>
                {visibleText(r.clusterName)}
              </span>
              <StaleMark state={connections.get(r.clusterId)?.state} />
            </span>
          </Cell>
        ),
      },
      ...own.map(
        ({ id, label, minWidth, value }): ColumnConfig<Resource> => ({
          id,
          label,
          defaultWidth: `${minWidth}fr`,
          minWidth,
          cell: r => (
            <Cell>
              <span className={styles.own}>{value(r)}</span>
            </Cell>
          ),
        }),
      ),
      !isKnown && {
        id: 'revision',
        label: t('resources.list.column.revision'),
        defaultWidth: 180,
        cell: r => (
          <Cell>
            {r.revision && <Revision revision={visibleText(r.revision)} />}
          </Cell>
        ),
      },
      !isStatic && {
        id: 'message',
        label: t('resources.list.column.message'),
        defaultWidth: '3fr',
        minWidth: 150,
        cell: r => (
          <Cell>
            {(r.message || r.reason) && (
              <ExpandableText
                text={shortRevision(r.message || r.reason || '')}
              />
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
    ];
    return all.filter(column => column !== false);
  }, [connections, kind, resourceLink, t]);

  return (
    <Table
      // The table keeps the widths of its columns: other columns, another table.
      key={kind}
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
