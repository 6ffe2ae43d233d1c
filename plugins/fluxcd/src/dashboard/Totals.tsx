import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link } from '@backstage/ui';
import {
  resourceStatusSchema,
  type StatusCounts,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ResourceStatusBadge } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { StatusBar } from './StatusBar';
import styles from './Totals.module.css';
import { useListLink } from './useListLink';

/** Shown though nothing has it: that nothing failed is news too. */
const ALWAYS = ['failed', 'ready'];

/** How many resources the fleet has, by status; each number leads to exactly those. */
export function Totals(props: { counts: StatusCounts }) {
  const { counts } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const link = useListLink();
  const tile = (number: number, href: string, badge?: JSX.Element) => (
    <Link href={href} standalone className={styles.tile}>
      <span className={styles.number}>{number.toLocaleString()}</span>
      {badge ?? <span>{t('dashboard.allOfThem')}</span>}
    </Link>
  );
  return (
    <section className={styles.root} aria-label={t('dashboard.totals')}>
      <ul className={styles.tiles}>
        <li>{tile(counts.total, link({}))}</li>
        {resourceStatusSchema.options
          .filter(s => counts.byStatus[s] || ALWAYS.includes(s))
          .map(status => (
            <li key={status}>
              {tile(
                counts.byStatus[status] ?? 0,
                link({ status: [status] }),
                <ResourceStatusBadge status={status} />,
              )}
            </li>
          ))}
      </ul>
      <StatusBar counts={counts} />
    </section>
  );
}
