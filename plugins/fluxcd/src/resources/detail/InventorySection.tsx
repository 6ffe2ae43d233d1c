import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button, SearchField, Text } from '@backstage/ui';
import type { ManagedObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KindIcon } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import { groupInventory, type InventoryGroup } from './groupInventory';
import { ReferenceLink } from './ReferenceLink';
import { Section } from './Section';
import { Tone } from './Tone';
import styles from './Lists.module.css';

/** From this many objects on there is a search field. */
const SEARCH_FROM = 8;
/** Objects of a kind shown before someone asks for more. */
const SHOWN = 20;

function Group(props: { group: InventoryGroup }) {
  const { group, kind, objects } = props.group;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [all, setAll] = useState(false);
  const shown = all ? objects : objects.slice(0, SHOWN);
  return (
    <div>
      <Text
        as="h4"
        variant="body-medium"
        weight="bold"
        className={styles.heading}
      >
        <KindIcon group={group} kind={kind} />{' '}
        {t('resources.detail.inventory.kindCount', {
          kind: visibleText(kind),
          total: objects.length.toLocaleString(),
        })}
      </Text>
      <ul className={styles.list}>
        {shown.map(object => (
          <li key={`${object.namespace}/${object.name}`}>
            <ReferenceLink reference={object} withoutKind />
          </li>
        ))}
      </ul>
      {objects.length > shown.length && (
        <Button size="small" variant="tertiary" onPress={() => setAll(true)}>
          {t('resources.detail.inventory.more', {
            count: objects.length - shown.length,
          })}
        </Button>
      )}
    </div>
  );
}

/** The objects that the resource applied, by kind. */
export function InventorySection(props: { inventory: ManagedObject[] }) {
  const { inventory } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [text, setText] = useState('');
  const groups = groupInventory(inventory, text);
  return (
    <Section
      title={t('resources.detail.inventory.title', { count: inventory.length })}
    >
      {inventory.length >= SEARCH_FROM && (
        <SearchField
          size="small"
          aria-label={t('resources.detail.inventory.search')}
          placeholder={t('resources.detail.inventory.search')}
          value={text}
          onChange={setText}
        />
      )}
      {!inventory.length && (
        <Text color="secondary">{t('resources.detail.inventory.empty')}</Text>
      )}
      {inventory.length > 0 && !groups.length && (
        <Tone tone="neutral">
          {t('resources.detail.inventory.noMatch', { text: visibleText(text) })}
        </Tone>
      )}
      {groups.map(group => (
        <Group key={group.id} group={group} />
      ))}
    </Section>
  );
}
