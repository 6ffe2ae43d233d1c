import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Text } from '@backstage/ui';
import {
  type Condition,
  shortRevision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RelativeTime } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import { conditionTone } from './conditionTone';
import { DataTable } from './DataTable';
import { Section } from './Section';
import { Tone } from './Tone';

/** What the controllers say about the resource, as they say it but for the length of revisions. */
export function ConditionsSection(props: { conditions: Condition[] }) {
  const { conditions } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const title = t('resources.detail.conditions.title');
  return (
    <Section title={title}>
      {conditions.length === 0 ? (
        <Text color="secondary">{t('resources.detail.conditions.empty')}</Text>
      ) : (
        <DataTable
          label={title}
          columns={[
            t('resources.detail.conditions.type'),
            t('resources.detail.conditions.status'),
            t('resources.detail.conditions.reason'),
            t('resources.detail.conditions.message'),
            t('resources.detail.conditions.since'),
          ]}
          rows={conditions.map(c => ({
            key: c.type,
            cells: [
              visibleText(c.type),
              <Tone key="status" tone={conditionTone(c)}>
                {visibleText(c.status)}
              </Tone>,
              visibleText(c.reason ?? ''),
              <bdi key="message" title={visibleText(c.message ?? '')}>
                {visibleText(shortRevision(c.message ?? ''))}
              </bdi>,
              c.lastTransitionTime && (
                <RelativeTime key="since" value={c.lastTransitionTime} />
              ),
            ],
          }))}
        />
      )}
    </Section>
  );
}
