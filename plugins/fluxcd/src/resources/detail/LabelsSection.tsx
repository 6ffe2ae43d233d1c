import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import { Section } from './Section';
import styles from './Lists.module.css';

/** The Kubernetes labels of the resource. */
export function LabelsSection(props: { labels: Record<string, string> }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const labels = Object.entries(props.labels).sort(([a], [b]) =>
    a.localeCompare(b),
  );
  if (!labels.length) return null;
  return (
    <Section title={t('resources.detail.labels.title')}>
      <ul className={styles.labels}>
        {labels.map(([key, value]) => (
          <li key={key}>
            <bdi>{visibleText(value ? `${key}=${value}` : key)}</bdi>
          </li>
        ))}
      </ul>
    </Section>
  );
}
