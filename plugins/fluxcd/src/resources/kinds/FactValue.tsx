import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Fact } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RelativeTime,
  Revision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { SafeLink } from '../SafeLink';
import { visibleText } from '../visibleText';
import { formatBytes } from './formatBytes';
import { ReferenceList } from './ReferenceList';

const TIMES = ['lastScanAt', 'lastPushAt', 'lastRunAt'];
const URLS = ['syncUrl', 'inputUrl'];
/** What one wants to copy, and what may carry a digest. */
const REVISIONS = [
  'originRevision',
  'latestImage',
  'previousImage',
  'lastPushCommit',
  'commit',
  'digest',
];

/** The value of a fact, in the shape that its name asks for. */
export function FactValue(props: { fact: Fact }) {
  const { name, value, references } = props.fact;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (references?.length)
    return <ReferenceList references={references} total={Number(value)} />;
  if (TIMES.includes(name)) return <RelativeTime value={value} />;
  if (URLS.includes(name)) return <SafeLink url={value} />;
  if (REVISIONS.includes(name))
    return <Revision revision={visibleText(value)} />;
  if (name === 'eventSeverity' && (value === 'info' || value === 'error'))
    return <>{t(`resources.kind.value.severity.${value}`)}</>;
  if (name === 'artifactSize') return <>{formatBytes(Number(value))}</>;
  // Flags of a spec, and statuses of conditions.
  switch (value) {
    case 'true':
    case 'True':
      return <>{t('resources.kind.value.yes')}</>;
    case 'false':
    case 'False':
      return <>{t('resources.kind.value.no')}</>;
    case 'Unknown':
      return <>{t('resources.kind.value.unknown')}</>;
    default:
      return <bdi>{visibleText(value)}</bdi>;
  }
}
