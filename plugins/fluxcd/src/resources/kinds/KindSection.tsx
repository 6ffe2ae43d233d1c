import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ResourceDetail } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { FactList } from '../detail/FactList';
import { factLabel } from '../detail/factLabel';
import { Section } from '../detail/Section';
import styles from './KindSection.module.css';
import { FactValue } from './FactValue';
import { kindSentences } from './kindSentences';
import { kindTitle } from './kindTitle';
import { SAID_FACTS } from './SAID_FACTS';
import { SCHEDULE_FACTS } from './SCHEDULE_FACTS';

/** What matters of a resource of its kind: in words first, then as facts. */
export function KindSection(props: {
  detail: Pick<ResourceDetail, 'resource' | 'facts' | 'live'>;
}) {
  const { detail } = props;
  const { kind } = detail.resource;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  // The few facts of a stored row would make wrong sentences: what they do not tell is not absent.
  const sentences = detail.live ? kindSentences(detail, t) : [];
  const said = sentences.length ? SAID_FACTS[kind] ?? [] : [];
  const facts = detail.facts.filter(
    f => !SCHEDULE_FACTS.includes(f.name) && !said.includes(f.name),
  );
  if (!sentences.length && !facts.length) return null;
  return (
    <Section title={kindTitle(kind, t)}>
      {sentences.length > 0 && (
        <p className={styles.sentences}>
          <bdi>{sentences.join(' ')}</bdi>
        </p>
      )}
      {facts.length > 0 && (
        <FactList
          facts={facts.map(fact => ({
            name: factLabel(fact.name, t),
            value: <FactValue fact={fact} />,
          }))}
        />
      )}
    </Section>
  );
}
