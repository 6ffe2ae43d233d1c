import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { HistoryEntry } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RelativeTime,
  Revision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import { DataTable } from './DataTable';
import { Section } from './Section';

/** Past reconciliations or releases as Flux remembers them, newest first. */
export function HistorySection(props: { history: HistoryEntry[] }) {
  const { history } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (!history.length) return null;
  const title = t('resources.detail.history.title');
  const withAction = history.some(h => h.action);
  const withCount = history.some(h => h.count !== undefined);
  return (
    <Section title={title}>
      <DataTable
        label={title}
        columns={[
          t('resources.detail.history.status'),
          t('resources.detail.history.revision'),
          ...(withAction ? [t('resources.detail.history.action')] : []),
          ...(withCount ? [t('resources.detail.history.count')] : []),
          t('resources.detail.history.first'),
          t('resources.detail.history.last'),
        ]}
        rows={history.map((h, index) => ({
          key: String(index),
          cells: [
            visibleText(h.status),
            h.revision && (
              <Revision key="revision" revision={visibleText(h.revision)} />
            ),
            ...(withAction ? [visibleText(h.action ?? '')] : []),
            ...(withCount ? [h.count?.toLocaleString()] : []),
            h.firstAt && <RelativeTime key="first" value={h.firstAt} />,
            h.lastAt && <RelativeTime key="last" value={h.lastAt} />,
          ],
        }))}
      />
    </Section>
  );
}
