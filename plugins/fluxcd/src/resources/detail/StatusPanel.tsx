import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ResourceDetail } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RelativeTime,
  ResourceStatusBadge,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import { statusSentences } from './statusSentences';
import styles from './StatusPanel.module.css';
import { SuspensionNote } from './SuspensionNote';

/** The status of a resource and what it means, in words. */
export function StatusPanel(props: {
  detail: Pick<ResourceDetail, 'resource' | 'suspension'>;
}) {
  const { resource, suspension } = props.detail;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [headline, ...sentences] = statusSentences(resource, t);
  return (
    <section
      className={styles.root}
      data-status={resource.status}
      aria-label={t('resources.detail.status')}
    >
      <div className={styles.head}>
        <ResourceStatusBadge status={resource.status} />
        {resource.reason && (
          <span className={styles.secondary}>
            {visibleText(resource.reason)}
          </span>
        )}
        {resource.statusSince && (
          <span className={styles.secondary}>
            {t('resources.detail.sentence.since', {
              age: <RelativeTime value={resource.statusSince} />,
            })}
          </span>
        )}
      </div>
      <p className={styles.headline}>
        <bdi>{headline}</bdi>
      </p>
      {suspension && <SuspensionNote suspension={suspension} />}
      {sentences.map(sentence => (
        <p key={sentence} className={styles.sentence}>
          <bdi>{sentence}</bdi>
        </p>
      ))}
    </section>
  );
}
