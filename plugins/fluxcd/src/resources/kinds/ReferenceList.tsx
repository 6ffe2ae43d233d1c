import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button } from '@backstage/ui';
import type { FactReference } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useState } from 'react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { ReferenceLink } from '../detail/ReferenceLink';
import styles from './ReferenceList.module.css';
import { referenceText } from './referenceText';

/** Shown before anybody asks for more. */
const FIRST = 5;

/** Objects that a fact names: links to those that the fleet knows. */
export function ReferenceList(props: {
  references: readonly FactReference[];
  /** How many there are in all; may be more than came. */
  total: number;
}) {
  const { references, total } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [all, setAll] = useState(false);
  const shown = all ? references : references.slice(0, FIRST);
  const hidden = references.length - shown.length;
  const beyond = total - references.length;
  return (
    <div className={styles.root}>
      <ul className={styles.list}>
        {shown.map(reference => (
          <li
            key={`${reference.kind}/${reference.namespace}/${reference.name}/${reference.labels}`}
          >
            {reference.resourceId ? (
              <ReferenceLink reference={reference} />
            ) : (
              <bdi>{referenceText(reference, t)}</bdi>
            )}
          </li>
        ))}
        {hidden === 0 && beyond > 0 && (
          <li>{t('resources.kind.value.beyond', { count: beyond })}</li>
        )}
      </ul>
      {hidden > 0 && (
        <Button variant="tertiary" size="small" onPress={() => setAll(true)}>
          {t('resources.kind.value.more', { count: hidden })}
        </Button>
      )}
    </div>
  );
}
