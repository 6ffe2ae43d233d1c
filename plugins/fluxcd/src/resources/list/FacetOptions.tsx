import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Checkbox, SearchField, Text } from '@backstage/ui';
import { useId, useState } from 'react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { orderFacetValues, type FacetValue } from './orderFacetValues';
import styles from './FacetOptions.module.css';

/** From this many values on there is a search field. */
const SEARCH_FROM = 8;
/** Most values drawn at once: a fleet may have thousands of namespaces. */
const SHOWN = 100;

/** The values of one facet with their counts, to be chosen: several are alternatives. */
export function FacetOptions(props: {
  name: string;
  values: FacetValue[];
  selected: readonly string[];
  label: (value: string) => string;
  onToggle: (value: string) => void;
}) {
  const { name, values, selected, label, onToggle } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [text, setText] = useState('');
  const listId = useId();
  const ordered = orderFacetValues(values, selected);
  const found = ordered.filter(v =>
    label(v.value).toLowerCase().includes(text.trim().toLowerCase()),
  );
  const hidden = Math.max(0, found.length - SHOWN);
  return (
    <div className={styles.root} role="group" aria-label={name}>
      {ordered.length >= SEARCH_FROM && (
        <SearchField
          size="small"
          aria-label={t('resources.list.filters.searchValues', { facet: name })}
          aria-controls={listId}
          value={text}
          onChange={setText}
        />
      )}
      {ordered.length === 0 && (
        <Text color="secondary">{t('resources.list.filters.noValues')}</Text>
      )}
      {ordered.length > 0 && found.length === 0 && (
        <Text color="secondary">
          {t('resources.list.filters.noValuesFound', { text })}
        </Text>
      )}
      <ul className={styles.list} id={listId}>
        {found.slice(0, SHOWN).map(({ value, count }) => (
          <li key={value} className={styles.option}>
            <Checkbox
              isSelected={selected.includes(value)}
              onChange={() => onToggle(value)}
            >
              <bdi className={styles.label}>{label(value)}</bdi>{' '}
              <span className={styles.count}>{count.toLocaleString()}</span>
            </Checkbox>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Text variant="body-small" color="secondary">
          {t('resources.list.filters.more', { count: hidden })}
        </Text>
      )}
    </div>
  );
}
