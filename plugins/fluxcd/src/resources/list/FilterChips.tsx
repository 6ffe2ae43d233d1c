import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button, Tag, TagGroup } from '@backstage/ui';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import {
  FACETS,
  type FacetName,
  type ResourceListState,
} from './ResourceListState';
import styles from './Filters.module.css';

interface Chip {
  id: string;
  label: string;
  remove: () => void;
}

/** What the list is narrowed to, each part removable. */
export function FilterChips(props: {
  state: ResourceListState;
  label: (facet: FacetName, value: string) => string;
  onToggle: (facet: FacetName, value: string) => void;
  onClearText: () => void;
  onClear: () => void;
}) {
  const { state, label, onToggle, onClearText, onClear } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const chips: Chip[] = FACETS.flatMap(facet =>
    state[facet].map(value => ({
      id: `${facet}/${value}`,
      label: t('resources.list.filters.chip', {
        facet: t(`resources.list.facet.${facet}`),
        value: label(facet, value),
      }),
      remove: () => onToggle(facet, value),
    })),
  );
  if (state.text.trim()) {
    chips.push({
      id: 'text',
      label: t('resources.list.filters.text', {
        value: visibleText(state.text),
      }),
      remove: onClearText,
    });
  }
  if (!chips.length) return null;
  return (
    <div className={styles.chips}>
      <TagGroup
        aria-label={t('resources.list.filters.chosen')}
        onRemove={keys => chips.find(c => keys.has(c.id))?.remove()}
      >
        {chips.map(chip => (
          <Tag key={chip.id} id={chip.id} size="medium" textValue={chip.label}>
            {chip.label}
          </Tag>
        ))}
      </TagGroup>
      <Button size="small" variant="tertiary" onPress={onClear}>
        {t('resources.list.filters.clear')}
      </Button>
    </div>
  );
}
