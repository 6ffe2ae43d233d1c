import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './DashboardPage.module.css';

/** The place of the overview while its first answer is on the way. */
export function DashboardSkeleton() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <div className={styles.root} role="status">
      <VisuallyHidden>{t('dashboard.loading')}</VisuallyHidden>
      <Skeleton height={28} width="40%" />
      <Skeleton height={84} width="100%" />
      <div className={styles.columns}>
        <Skeleton height={320} width="100%" />
        <Skeleton height={320} width="100%" />
      </div>
    </div>
  );
}
