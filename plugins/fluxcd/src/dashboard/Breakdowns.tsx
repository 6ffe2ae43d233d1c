import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Summary } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RelativeTime } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { clustersRouteRef } from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { Breakdown } from './Breakdown';
import { groupByEnvironment } from './groupByEnvironment';
import { Panel } from './Panel';

/** Clusters shown before the page of the clusters has to be asked. */
const SHOWN = 10;

/** The list of resources takes this many clusters as a filter; a cut filter would show other numbers. */
const MAX_CLUSTERS = 100;

type ClusterSummary = Summary['clusters'][number];

/** Those that do not answer first, then by what has failed there. */
function worstFirst(a: ClusterSummary, b: ClusterSummary): number {
  const lost = (c: ClusterSummary) => c.connection.state === 'disconnected';
  const failed = (c: ClusterSummary) => c.counts.byStatus.failed ?? 0;
  return (
    Number(lost(b)) - Number(lost(a)) ||
    failed(b) - failed(a) ||
    (a.title || a.clusterName).localeCompare(b.title || b.clusterName)
  );
}

function mostFailed(a: Summary['kinds'][number], b: typeof a): number {
  const failed = (kind: typeof a) => kind.counts.byStatus.failed ?? 0;
  return failed(b) - failed(a) || a.kind.localeCompare(b.kind);
}

/** The numbers of the fleet by cluster, by environment and by kind. */
export function Breakdowns(props: { summary: Summary }) {
  const { clusters, kinds } = props.summary;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const clustersLink = useRouteRef(clustersRouteRef);
  const environments = groupByEnvironment(clusters);
  const note = ({ connection: { state, lastContactAt } }: ClusterSummary) => {
    if (state === 'connected') return undefined;
    return lastContactAt
      ? t('dashboard.by.asOf', { age: <RelativeTime value={lastContactAt} /> })
      : t('dashboard.by.notRead');
  };
  return (
    <>
      <Panel
        title={t('dashboard.by.cluster')}
        link={
          clusters.length > SHOWN
            ? {
                href: clustersLink(),
                label: t('dashboard.by.more', {
                  number: clusters.length.toLocaleString(),
                }),
              }
            : undefined
        }
      >
        <Breakdown
          rows={[...clusters]
            .sort(worstFirst)
            .slice(0, SHOWN)
            .map(c => ({
              key: c.clusterId,
              name: c.title || c.clusterName,
              counts: c.counts,
              filters: { cluster: [c.clusterId] },
              note: note(c),
            }))}
        />
      </Panel>
      {environments.some(e => e.environment) && (
        <Panel title={t('dashboard.by.environment')}>
          <Breakdown
            rows={environments.map(e => ({
              key: e.environment ?? '',
              name: e.environment ?? t('dashboard.by.noEnvironment'),
              counts: e.counts,
              note: [
                e.notCurrent > 0 &&
                  t('dashboard.by.notCurrent', { count: e.notCurrent }),
                e.stopped > 0 &&
                  t('dashboard.by.stopped', { count: e.stopped }),
              ]
                .filter(Boolean)
                .join(', '),
              filters:
                e.clusterIds.length <= MAX_CLUSTERS
                  ? { cluster: e.clusterIds }
                  : undefined,
            }))}
          />
        </Panel>
      )}
      <Panel title={t('dashboard.by.kind')}>
        <Breakdown
          dense
          rows={[...kinds].sort(mostFailed).map(({ kind, counts }) => ({
            key: kind,
            name: kind,
            counts,
            filters: { kind: [kind] },
          }))}
        />
      </Panel>
    </>
  );
}
