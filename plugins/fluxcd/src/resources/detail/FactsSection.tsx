import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ResourceDetail } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RelativeTime } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import { SCHEDULE_FACTS } from '../kinds/SCHEDULE_FACTS';
import { FactList } from './FactList';
import { factLabel } from './factLabel';
import { ReferenceLink } from './ReferenceLink';
import { Section } from './Section';

/** Who applied it, how often it is looked at, and how old things are. */
export function FactsSection(props: { detail: ResourceDetail }) {
  const { resource, facts, interval, timeout, parent } = props.detail;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const shown = facts.filter(f => SCHEDULE_FACTS.includes(f.name));
  for (const [name, value] of Object.entries({ interval, timeout })) {
    if (value && !facts.some(f => f.name === name)) shown.push({ name, value });
  }
  return (
    <Section title={t('resources.detail.facts.title')}>
      <FactList
        facts={[
          {
            name: t('resources.detail.facts.parent'),
            value: parent && <ReferenceLink reference={parent} />,
          },
          ...shown.map(({ name, value }) => ({
            name: factLabel(name, t),
            value: <bdi>{visibleText(value)}</bdi>,
          })),
          {
            name: t('resources.detail.facts.lastReconciled'),
            value: resource.lastReconciledAt && (
              <RelativeTime value={resource.lastReconciledAt} />
            ),
          },
          {
            name: t('resources.detail.facts.created'),
            value: <RelativeTime value={resource.createdAt} />,
          },
          {
            name: t('resources.detail.facts.apiVersion'),
            value: visibleText(`${resource.group}/${resource.version}`),
          },
        ]}
      />
    </Section>
  );
}
