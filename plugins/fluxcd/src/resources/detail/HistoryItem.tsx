import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { VisuallyHidden } from '@backstage/ui';
import type { HistoryRecord } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RelativeTime,
  ResourceStatusBadge,
  Revision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiArrowRightLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import { outcomeTone } from './outcomeTone';
import { Tone } from './Tone';
import history from './HistoryItem.module.css';
import styles from './Lists.module.css';

/** What happened, by the type of the record. */
function Headline(props: { record: HistoryRecord }) {
  const { record } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const outcome = visibleText(record.outcome ?? '');
  switch (record.type) {
    case 'status':
      return (
        <>
          {record.previousStatus && (
            <>
              <VisuallyHidden>
                {t('resources.detail.history.was')}
              </VisuallyHidden>
              <ResourceStatusBadge status={record.previousStatus} />
              <RiArrowRightLine size={14} aria-hidden />
            </>
          )}
          <VisuallyHidden>
            {t('resources.detail.history.became')}
          </VisuallyHidden>
          {record.status && <ResourceStatusBadge status={record.status} />}
        </>
      );
    case 'revision':
      return (
        <Tone tone="neutral">
          {record.previousRevision
            ? t('resources.detail.history.revision')
            : t('resources.detail.history.first')}
        </Tone>
      );
    case 'release':
      return (
        <Tone tone={outcomeTone(outcome)}>
          <strong>
            {t('resources.detail.history.release', {
              number: String(record.releaseVersion ?? '?'),
            })}
          </strong>
          {[record.action, record.outcome]
            .flatMap(text => (text ? visibleText(text) : []))
            .join(' · ')}
        </Tone>
      );
    case 'deleted':
      return (
        <Tone tone="neutral">{t('resources.detail.history.deleted')}</Tone>
      );
    default:
      return (
        <Tone tone={outcomeTone(outcome)}>
          <bdi>{outcome}</bdi>
        </Tone>
      );
  }
}

/** One thing that happened to a resource. */
export function HistoryItem(props: { record: HistoryRecord }) {
  const { record } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { count, durationMs, lastAt } = record;
  const chart = [record.chart, record.appVersion].flatMap(text =>
    text ? visibleText(text) : [],
  );
  const facts: ReactNode[] = [
    ...(record.reason
      ? [<bdi key="reason">{visibleText(record.reason)}</bdi>]
      : []),
    ...(chart.length ? [<bdi key="chart">{chart.join(' ')}</bdi>] : []),
    ...(count === undefined
      ? []
      : [t('resources.detail.history.times', { count })]),
    ...(durationMs === undefined
      ? []
      : [
          t('resources.detail.history.took', {
            seconds: (durationMs / 1_000).toLocaleString(undefined, {
              maximumSignificantDigits: 3,
            }),
          }),
        ]),
    ...(lastAt && lastAt !== record.at
      ? [
          <span key="last">
            {t('resources.detail.history.last')} <RelativeTime value={lastAt} />
          </span>,
        ]
      : []),
  ];
  return (
    <li className={styles.event} data-type={record.type}>
      <div className={styles.row}>
        <span className={history.headline}>
          <Headline record={record} />
          {record.revision && (
            <Revision revision={visibleText(record.revision)} />
          )}
        </span>
        <span className={styles.secondary}>
          <RelativeTime value={record.at} />
        </span>
      </div>
      {record.previousRevision && (
        <div className={styles.secondary}>
          {t('resources.detail.history.before')}{' '}
          <Revision revision={visibleText(record.previousRevision)} />
        </div>
      )}
      {record.message && (
        <bdi className={history.message}>{visibleText(record.message)}</bdi>
      )}
      {facts.length > 0 && (
        <div className={`${styles.secondary} ${history.facts}`}>
          {facts.map((fact, index) => (
            // A fact is told by its place: the list never changes its order.
            // eslint-disable-next-line react/no-array-index-key
            <span key={index}>{fact}</span>
          ))}
        </div>
      )}
    </li>
  );
}
