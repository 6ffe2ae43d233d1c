import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { ButtonIcon, Select, Text } from '@backstage/ui';
import {
  RiArrowLeftSLine,
  RiArrowRightSLine,
  RiSkipLeftLine,
} from '@remixicon/react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { PAGE_SIZES } from './ResourceListState';
import styles from './Pager.module.css';

/** The way through the pages. A move that is not possible is shown, disabled. */
export function Pager(props: {
  /** Counted from 1; unknown when a link led straight to a later page. */
  page: number | undefined;
  limit: number;
  shown: number;
  total: number;
  onLimit: (limit: number) => void;
  onFirst?: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
}) {
  const { page, limit, shown, total, onLimit, onFirst, onPrevious, onNext } =
    props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const from = ((page ?? 1) - 1) * limit + 1;
  return (
    <nav className={styles.root} aria-label={t('resources.list.pager.label')}>
      <Select
        size="small"
        className={styles.size}
        aria-label={t('resources.list.pager.size')}
        options={PAGE_SIZES.map(size => ({
          id: String(size),
          label: t('resources.list.pager.sizeOption', { size: String(size) }),
        }))}
        value={String(limit)}
        onChange={value => onLimit(Number(value))}
      />
      <div className={styles.moves}>
        <Text className={styles.range}>
          {page
            ? t('resources.list.pager.range', {
                from: from.toLocaleString(),
                to: (from + shown - 1).toLocaleString(),
                total: total.toLocaleString(),
              })
            : t('resources.list.pager.count', {
                shown: shown.toLocaleString(),
                total: total.toLocaleString(),
              })}
        </Text>
        <ButtonIcon
          variant="secondary"
          icon={<RiSkipLeftLine />}
          aria-label={t('resources.list.pager.first')}
          isDisabled={!onFirst}
          onPress={onFirst}
        />
        <ButtonIcon
          variant="secondary"
          icon={<RiArrowLeftSLine />}
          aria-label={t('resources.list.pager.previous')}
          isDisabled={!onPrevious}
          onPress={onPrevious}
        />
        <ButtonIcon
          variant="secondary"
          icon={<RiArrowRightSLine />}
          aria-label={t('resources.list.pager.next')}
          isDisabled={!onNext}
          onPress={onNext}
        />
      </div>
    </nav>
  );
}
