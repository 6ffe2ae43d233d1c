import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Flex, Skeleton, VisuallyHidden } from '@backstage/ui';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';

/** The place of the page while it is on the way. */
export function DetailSkeleton() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <div role="status">
      <VisuallyHidden>{t('resources.detail.loading')}</VisuallyHidden>
      <Flex direction="column" gap="4">
        <Skeleton height={56} width="50%" />
        <Skeleton height={96} width="100%" />
        <Skeleton height={240} width="100%" />
      </Flex>
    </div>
  );
}
