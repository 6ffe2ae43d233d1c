import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { ButtonIcon } from '@backstage/ui';
import { RiStarFill, RiStarLine } from '@remixicon/react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';

/** Puts a cluster among the user's favourites, or takes it out. */
export function FavouriteButton(props: {
  name: string;
  selected: boolean;
  onToggle: () => void;
}) {
  const { name, selected, onToggle } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <ButtonIcon
      size="small"
      variant="tertiary"
      icon={selected ? <RiStarFill /> : <RiStarLine />}
      aria-label={t(
        selected ? 'clusters.list.unfavourite' : 'clusters.list.favourite',
        { name },
      )}
      onPress={onToggle}
    />
  );
}
