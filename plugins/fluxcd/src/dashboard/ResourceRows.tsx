import { useRouteRef } from '@backstage/core-plugin-api';
import { Link } from '@backstage/ui';
import {
  type Connection,
  type Resource,
  shortRevision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RelativeTime,
  ResourceStatusBadge,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import type { ReactNode } from 'react';
import { StaleMark } from '../resources/list/StaleMark';
import { visibleText } from '../resources/visibleText';
import { resourceRouteRef } from '../routes';
import styles from './ResourceRows.module.css';

/** A few resources: what each is, how it stands and since when, and why. */
export function ResourceRows(props: {
  label: string;
  items: Resource[];
  connections: ReadonlyMap<string, Connection>;
  /** What is said of a resource instead of its reason and message. */
  describe?: (resource: Resource) => ReactNode;
}) {
  const { label, items, connections, describe } = props;
  const resourceLink = useRouteRef(resourceRouteRef);
  return (
    <ul className={styles.list} aria-label={label}>
      {items.map(resource => {
        const { id, name, kind, namespace, clusterName } = resource;
        const { status, reason, message } = resource;
        // Every retry and every reconciliation moves statusSince.
        const time =
          resource.suspension?.at ?? resource.changedAt ?? resource.statusSince;
        const why = [reason, message].filter(Boolean).join(': ');
        return (
          <li key={id} className={styles.row}>
            <div className={styles.head}>
              <ResourceStatusBadge status={status} />
              <Link href={resourceLink({ resourceId: id })} weight="bold">
                <bdi>{visibleText(name)}</bdi>
              </Link>
              <StaleMark state={connections.get(resource.clusterId)?.state} />
              {time && (
                <span className={styles.age}>
                  <RelativeTime value={time} />
                </span>
              )}
            </div>
            <div className={styles.secondary}>
              {[kind, namespace, clusterName]
                .filter(Boolean)
                .map(visibleText)
                .join(' · ')}
            </div>
            {describe ? (
              <div>{describe(resource)}</div>
            ) : (
              why && (
                <bdi className={styles.why} title={visibleText(why)}>
                  {visibleText(shortRevision(why))}
                </bdi>
              )
            )}
          </li>
        );
      })}
    </ul>
  );
}
