import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link } from '@backstage/ui';
import type { StatusCounts } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ReactNode } from 'react';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './Breakdown.module.css';
import { StatusBar } from './StatusBar';
import { StatusNumbers } from './StatusNumbers';
import { type ListFilters, useListLink } from './useListLink';

/** One group of resources in a breakdown. */
export interface BreakdownRow {
  key: string;
  name: string;
  counts: StatusCounts;
  filters?: ListFilters;
  /** What makes the numbers less than current. */
  note?: ReactNode;
}

/** Groups of resources, each with its total, a bar and its numbers by status. */
export function Breakdown(props: {
  rows: BreakdownRow[];
  /** Side by side where there is room: for many short rows. */
  dense?: boolean;
}) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const link = useListLink();
  return (
    <ul className={styles.list} data-dense={props.dense}>
      {props.rows.map(({ key, name, counts, filters, note }) => {
        const total = counts.total.toLocaleString();
        return (
          <li key={key} className={styles.row}>
            <div className={styles.head}>
              <bdi className={styles.name}>{visibleText(name)}</bdi>
              {note && <span className={styles.note}>{note}</span>}
              <span className={styles.total}>
                {filters ? (
                  <Link
                    href={link(filters)}
                    aria-label={t('dashboard.by.total', { name, total })}
                  >
                    {total}
                  </Link>
                ) : (
                  total
                )}
              </span>
            </div>
            <StatusBar counts={counts} />
            <StatusNumbers
              label={t('dashboard.by.label', { name })}
              counts={counts}
              filters={filters}
            />
          </li>
        );
      })}
    </ul>
  );
}
