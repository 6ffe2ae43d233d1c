import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link } from '@backstage/ui';
import type { AksCluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RiAddCircleLine,
  RiForbidLine,
  RiLoopLeftLine,
  RiProhibited2Line,
  RiTimeLine,
} from '@remixicon/react';
import { safeUrl } from '../../resources/safeUrl';
import { visibleText } from '../../resources/visibleText';
import { clusterRouteRef } from '../../routes';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './AksClusterTable.module.css';

const ICONS = {
  import: RiAddCircleLine,
  update: RiLoopLeftLine,
  excluded: RiForbidLine,
  unsupported: RiProhibited2Line,
  'not-ready': RiTimeLine,
};

const COLUMNS = [
  'name',
  'verdict',
  'resourceGroup',
  'location',
  'version',
  'nodes',
  'power',
  'signIn',
  'network',
] as const;

/** The AKS clusters as Azure lists them, and what a sync would do with each. On a phone each is a card. */
export function AksClusterTable(props: { clusters: AksCluster[] }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const title = (column: (typeof COLUMNS)[number]) =>
    t(`azure.discover.column.${column}`);
  return (
    <div
      className={styles.scroll}
      role="region"
      // A wide table scrolls by itself; the keyboard must reach it for that.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={t('azure.discover.table')}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            {COLUMNS.map(column => (
              <th key={column} scope="col">
                {title(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.clusters.map(cluster => (
            <tr key={cluster.armId}>
              <th scope="row">
                <Name cluster={cluster} />
              </th>
              <td data-label={title('verdict')}>
                <Verdict cluster={cluster} />
              </td>
              <td data-label={title('resourceGroup')}>
                {visibleText(cluster.resourceGroup)}
              </td>
              <td data-label={title('location')}>
                {visibleText(cluster.location)}
              </td>
              <td data-label={title('version')}>
                {cluster.kubernetesVersion ?? '–'}
              </td>
              <td data-label={title('nodes')}>{cluster.nodeCount}</td>
              <td data-label={title('power')}>
                {t(`azure.discover.power.${cluster.power}`)}
                {cluster.provisioningState &&
                  cluster.provisioningState !== 'Succeeded' &&
                  ` (${visibleText(cluster.provisioningState)})`}
              </td>
              <td data-label={title('signIn')}>
                {cluster.entra
                  ? t('azure.discover.entra')
                  : t('azure.discover.certificate')}
              </td>
              <td data-label={title('network')}>
                {cluster.private
                  ? t('azure.discover.private')
                  : t('azure.discover.public')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Name(props: { cluster: AksCluster }) {
  const { clusterId, name, portalUrl } = props.cluster;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const clusterLink = useRouteRef(clusterRouteRef);
  const azureUrl = safeUrl(portalUrl);
  const text = visibleText(name);
  return (
    <>
      {azureUrl ? (
        <Link
          href={azureUrl}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={t('azure.discover.portal', { name: text })}
        >
          {text}
        </Link>
      ) : (
        text
      )}
      {clusterId && (
        <span className={styles.note}>
          <Link href={clusterLink({ clusterId })}>
            {t('azure.discover.imported')}
          </Link>
        </span>
      )}
    </>
  );
}

function Verdict(props: { cluster: AksCluster }) {
  const { verdict, reason } = props.cluster;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const Icon = ICONS[verdict];
  return (
    <>
      <span className={styles.verdict} data-verdict={verdict}>
        <Icon size={16} aria-hidden />
        {t(`azure.discover.verdict.${verdict}`)}
      </span>
      {reason && <bdi className={styles.note}>{visibleText(reason)}</bdi>}
    </>
  );
}
