import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link } from '@backstage/ui';
import {
  type Connection,
  type Resource,
  shortRevision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RelativeTime,
  ResourceStatusBadge,
  Revision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { resourceRouteRef } from '../../routes';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { FactList } from '../detail/FactList';
import { ExpandableText } from '../ExpandableText';
import { kindColumns } from '../kinds/kindColumns';
import { visibleText } from '../visibleText';
import { StaleMark } from './StaleMark';
import styles from './ResourceCards.module.css';

/** One page of resources as cards, for screens too narrow for a table. */
export function ResourceCards(props: {
  items: Resource[];
  connections: ReadonlyMap<string, Connection>;
  label: string;
  /** The one kind that the list is filtered to: its own columns are folded into each card. */
  kind: string | undefined;
  outdated: boolean;
}) {
  const { items, connections, label, kind, outdated } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const columns = kindColumns(kind, t);
  const resourceLink = useRouteRef(resourceRouteRef);
  return (
    <ul className={styles.list} aria-label={label} data-outdated={outdated}>
      {items.map(r => (
        <li key={r.id} className={styles.card}>
          <div className={styles.row}>
            <Link href={resourceLink({ resourceId: r.id })} weight="bold">
              <bdi>{visibleText(r.name)}</bdi>
            </Link>
            <ResourceStatusBadge status={r.status} />
          </div>
          <div className={styles.secondary}>
            {[columns.length ? '' : r.kind, r.namespace, r.clusterName]
              .filter(Boolean)
              .map(visibleText)
              .join(' · ')}
          </div>
          <StaleMark state={connections.get(r.clusterId)?.state} />
          {columns.length > 0 && (
            <FactList
              facts={columns.map(column => ({
                name: column.label,
                value: column.value(r),
              }))}
            />
          )}
          {(r.message || r.reason) && (
            <ExpandableText text={shortRevision(r.message || r.reason || '')} />
          )}
          <div className={styles.row}>
            {r.revision && !columns.length ? (
              <Revision revision={visibleText(r.revision)} />
            ) : (
              <span />
            )}
            <span className={styles.secondary}>
              {r.statusSince && <RelativeTime value={r.statusSince} />}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
