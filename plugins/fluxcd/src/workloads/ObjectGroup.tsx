import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button, Text } from '@backstage/ui';
import { KindIcon } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import type { TreeGroup } from './groupTree';
import styles from './ManagedObjects.module.css';
import { ObjectRow } from './ObjectRow';

/** Objects of a kind shown before someone asks for more. */
const SHOWN = 20;

/** The objects of one kind. */
export function ObjectGroup(props: {
  group: TreeGroup;
  resourceId: string;
  withActions: boolean;
  onChanged: () => void;
}) {
  const { resourceId, withActions, onChanged } = props;
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
          <ObjectRow
            key={`${object.namespace}/${object.name}`}
            object={object}
            resourceId={resourceId}
            withActions={withActions}
            onChanged={onChanged}
          />
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
