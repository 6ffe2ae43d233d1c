import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link, Text } from '@backstage/ui';
import {
  resourceStatusSchema,
  type StatusCounts,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { ResourceStatusBadge } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './Breakdown.module.css';
import { type ListFilters, useListLink } from './useListLink';

/** How many of each status there are, in words; each number leads to exactly those. */
export function StatusNumbers(props: {
  label: string;
  counts: StatusCounts;
  /** Without filters there is no list that would hold just these. */
  filters?: ListFilters;
}) {
  const { label, counts, filters } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const link = useListLink();
  if (counts.total === 0)
    return (
      <Text as="p" variant="body-small" color="secondary">
        {t('dashboard.by.noResources')}
      </Text>
    );
  return (
    <ul className={styles.numbers} aria-label={label}>
      {resourceStatusSchema.options
        .filter(status => counts.byStatus[status])
        .map(status => {
          const badge = (
            <ResourceStatusBadge
              status={status}
              label={t(`clusters.counts.${status}`, {
                number: counts.byStatus[status]!.toLocaleString(),
              })}
            />
          );
          return (
            <li key={status}>
              {filters ? (
                <Link href={link({ ...filters, status: [status] })} standalone>
                  {badge}
                </Link>
              ) : (
                badge
              )}
            </li>
          );
        })}
    </ul>
  );
}
