import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Text } from '@backstage/ui';
import type { Summary } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useMemo } from 'react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { Panel } from './Panel';
import { ResourceRows } from './ResourceRows';
import { SuspendedBy } from './SuspendedBy';
import { useListLink } from './useListLink';

/** What someone may have to do something about: failed, stuck and suspended resources, and what changed lately. */
export function Attention(props: { summary: Summary }) {
  const { counts, clusters, failed, stuck, suspended, changed } = props.summary;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const link = useListLink();
  const connections = useMemo(
    () => new Map(clusters.map(c => [c.clusterId, c.connection])),
    [clusters],
  );
  const isCurrent = clusters.every(c => c.connection.state === 'connected');
  const none = (text: string) => <Text color="secondary">{text}</Text>;
  return (
    <>
      <Panel
        title={t('dashboard.failed.title')}
        link={
          failed.length
            ? {
                href: link({ status: ['failed'] }),
                label: t('dashboard.failed.all', {
                  count: counts.byStatus.failed ?? failed.length,
                }),
              }
            : undefined
        }
      >
        {failed.length ? (
          <ResourceRows
            label={t('dashboard.failed.title')}
            items={failed}
            connections={connections}
          />
        ) : (
          none(
            isCurrent
              ? t('dashboard.failed.none')
              : t('dashboard.failed.noneKnown'),
          )
        )}
      </Panel>
      {stuck.length > 0 && (
        <Panel
          title={t('dashboard.stuck.title')}
          description={t('dashboard.stuck.description')}
          link={{
            href: link({
              status: ['progressing', 'waiting', 'deleting'],
              sort: 'statusSince',
            }),
            label: t('dashboard.stuck.all'),
          }}
        >
          <ResourceRows
            label={t('dashboard.stuck.title')}
            items={stuck}
            connections={connections}
          />
        </Panel>
      )}
      <Panel
        title={t('dashboard.suspended.title')}
        link={
          suspended.length
            ? {
                href: link({ status: ['suspended'] }),
                label: t('dashboard.suspended.all', {
                  count: counts.byStatus.suspended ?? suspended.length,
                }),
              }
            : undefined
        }
      >
        {suspended.length ? (
          <ResourceRows
            label={t('dashboard.suspended.title')}
            items={suspended}
            connections={connections}
            describe={resource => <SuspendedBy resource={resource} />}
          />
        ) : (
          none(t('dashboard.suspended.none'))
        )}
      </Panel>
      <Panel
        title={t('dashboard.changed.title')}
        description={t('dashboard.changed.description')}
      >
        {changed.length ? (
          <ResourceRows
            label={t('dashboard.changed.title')}
            items={changed}
            connections={connections}
          />
        ) : (
          none(t('dashboard.changed.none'))
        )}
      </Panel>
    </>
  );
}
