import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Text } from '@backstage/ui';
import {
  findFluxKind,
  type ResourceDetail,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  ResourceStatusBadge,
  Revision,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { SafeLink } from '../SafeLink';
import { visibleText } from '../visibleText';
import { FactList } from './FactList';
import { ReferenceLink } from './ReferenceLink';
import { Section } from './Section';

/** Where the resource comes from, which revision is in place, and how its source stands. */
export function SourceSection(props: { detail: ResourceDetail }) {
  const { resource, source, sourceResource } = props.detail;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const category = findFluxKind(resource.group, resource.kind)?.category;
  const isSource = category === 'source';
  // What image automation writes there is a checksum of a scan, or is said elsewhere on the page.
  const isImage = category === 'image';
  const revision = isImage ? undefined : resource.revision;
  const { attemptedRevision } = resource;
  const url = resource.url ?? sourceResource?.url;
  const shown = (value: string | undefined) =>
    value ? <Revision revision={visibleText(value)} /> : undefined;
  if (!source && !revision && !attemptedRevision && !url) return null;
  return (
    <Section title={t('resources.detail.source.title')}>
      <FactList
        facts={[
          {
            name: t('resources.detail.source.source'),
            value: source && <ReferenceLink reference={source} />,
          },
          {
            name: t('resources.detail.source.sourceStatus'),
            value: sourceResource && (
              <ResourceStatusBadge status={sourceResource.status} />
            ),
          },
          {
            name: t('resources.detail.source.url'),
            value: url && <SafeLink url={url} />,
          },
          {
            name: isSource
              ? t('resources.detail.source.stored')
              : t('resources.detail.source.applied'),
            value: shown(revision),
          },
          {
            name: t('resources.detail.source.attempted'),
            value:
              attemptedRevision === revision
                ? undefined
                : shown(attemptedRevision),
          },
          {
            name: t('resources.detail.source.sourceRevision'),
            value:
              sourceResource?.revision === revision ||
              resource.kind === 'ImagePolicy'
                ? undefined
                : shown(sourceResource?.revision),
          },
        ]}
      />
      {sourceResource && sourceResource.status !== 'ready' && (
        <Text color="secondary">
          {visibleText(sourceResource.message ?? '')}
        </Text>
      )}
    </Section>
  );
}
