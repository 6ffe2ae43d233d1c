import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ObjectReference } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { ReferenceLink } from './ReferenceLink';
import { Section } from './Section';
import styles from './Lists.module.css';

/** What must be ready before this resource is reconciled. */
export function DependenciesSection(props: { dependsOn: ObjectReference[] }) {
  const { dependsOn } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (!dependsOn.length) return null;
  return (
    <Section title={t('resources.detail.dependencies.title')}>
      <ul className={styles.list}>
        {dependsOn.map(reference => (
          <li
            key={`${reference.group}/${reference.kind}/${reference.namespace}/${reference.name}`}
          >
            <ReferenceLink reference={reference} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
