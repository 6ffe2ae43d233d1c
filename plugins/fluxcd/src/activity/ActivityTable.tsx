import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link } from '@backstage/ui';
import {
  type Activity,
  shortRevision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RelativeTime } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import type { ConditionTone } from '../resources/detail/conditionTone';
import { DataTable } from '../resources/detail/DataTable';
import { Tone } from '../resources/detail/Tone';
import { ExpandableText } from '../resources/ExpandableText';
import { visibleText } from '../resources/visibleText';
import { resourceRouteRef } from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { actionLabel } from './actionLabel';
import styles from './ActivityPage.module.css';
import { outcomeLabel } from './outcomeLabel';

/** Bad is what is not named here. */
const TONES: Record<string, ConditionTone> = {
  initiated: 'busy',
  succeeded: 'good',
  done: 'good',
  ready: 'good',
  resumed: 'good',
  waiting: 'neutral',
  suspended: 'neutral',
  gone: 'neutral',
  'timed-out': 'neutral',
  interrupted: 'neutral',
  unknown: 'neutral',
};

function Target(props: { act: Activity }) {
  const { resourceId, kind, namespace, name, clusterName } = props.act;
  const resourceLink = useRouteRef(resourceRouteRef);
  const where = [kind, namespace, clusterName].filter(Boolean);
  if (!name) return <bdi>{visibleText(clusterName ?? '')}</bdi>;
  const text = <bdi>{visibleText(name)}</bdi>;
  return (
    <span className={styles.target}>
      {resourceId ? (
        <Link href={resourceLink({ resourceId })}>{text}</Link>
      ) : (
        text
      )}
      <span className={styles.secondary}>
        {where.map(part => visibleText(part!)).join(' · ')}
      </span>
    </span>
  );
}

/** One page of acts. */
export function ActivityTable(props: { items: Activity[] }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <div className={styles.table}>
      <DataTable
        label={t('activity.title')}
        columns={[
          t('activity.column.at'),
          t('activity.column.actor'),
          t('activity.column.action'),
          t('activity.column.target'),
          t('activity.column.outcome'),
        ]}
        rows={props.items.map(act => ({
          key: act.id,
          cells: [
            <RelativeTime key="at" value={act.at} />,
            <bdi key="actor" className={styles.actor}>
              {visibleText(act.actor)}
            </bdi>,
            actionLabel(t, act.action),
            <Target key="target" act={act} />,
            <span key="outcome" className={styles.target}>
              <Tone tone={TONES[act.outcome] ?? 'bad'}>
                {outcomeLabel(t, act.outcome)}
              </Tone>
              {act.message && (
                <ExpandableText text={shortRevision(act.message)} />
              )}
            </span>,
          ],
        }))}
      />
    </div>
  );
}
