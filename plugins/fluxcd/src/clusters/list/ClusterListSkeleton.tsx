import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Box, Skeleton } from '@backstage/ui';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './ClusterList.module.css';

/** The shape of the list, until it is there. */
export function ClusterListSkeleton() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <div
      className={styles.list}
      role="progressbar"
      aria-label={t('clusters.loading')}
    >
      {[0, 1, 2].map(row => (
        <Box key={row} bg="neutral" className={styles.row}>
          <div className={styles.summary}>
            <Skeleton width="60%" height={20} />
            <Skeleton width="50%" height={20} />
            <Skeleton width="70%" height={20} />
            <Skeleton width="80%" height={20} />
          </div>
        </Box>
      ))}
    </div>
  );
}
