import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link } from '@backstage/ui';
import type { Summary } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ConnectionStatus } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { visibleText } from '../resources/visibleText';
import { clusterRouteRef, clustersRouteRef } from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './ConnectionProblems.module.css';
import { Panel } from './Panel';

const URGENCY = ['disconnected', 'degraded'];

/** The clusters that do not answer or not fully, and why. */
export function ConnectionProblems(props: { clusters: Summary['clusters'] }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const clusterLink = useRouteRef(clusterRouteRef);
  const clustersLink = useRouteRef(clustersRouteRef);
  const problems = props.clusters
    .filter(c => URGENCY.includes(c.connection.state))
    .sort(
      (a, b) =>
        URGENCY.indexOf(a.connection.state) -
        URGENCY.indexOf(b.connection.state),
    );
  if (!problems.length) return null;
  return (
    <Panel
      title={t('dashboard.problems.title')}
      link={{ href: clustersLink(), label: t('dashboard.problems.open') }}
    >
      <ul className={styles.list}>
        {problems.map(c => (
          <li key={c.clusterId} className={styles.row}>
            <bdi className={styles.name}>
              <Link href={clusterLink({ clusterId: c.clusterId })}>
                {visibleText(c.title || c.clusterName)}
              </Link>
            </bdi>
            <ConnectionStatus connection={c.connection} />
            {c.connection.message && (
              <bdi className={styles.message}>
                {visibleText(c.connection.message)}
              </bdi>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
