import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './ListSkeleton.module.css';

const ROWS = [0, 1, 2, 3, 4, 5, 6, 7];

/** The place of the list while its first page is on the way. */
export function ListSkeleton() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <div className={styles.root} role="status">
      <VisuallyHidden>{t('resources.list.loading')}</VisuallyHidden>
      {ROWS.map(row => (
        <Skeleton key={row} height={36} width="100%" />
      ))}
    </div>
  );
}
