import {
  findFluxKind,
  type Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../FluxcdTranslate';

/** How a resource of this kind is resumed: kinds of flux-operator are suspended by an annotation. */
export function wayOutOfSuspension(
  resource: Pick<Resource, 'group' | 'kind'>,
  t: FluxcdTranslate,
): string {
  const annotation = findFluxKind(
    resource.group,
    resource.kind,
  )?.suspendAnnotation;
  return annotation
    ? t('resources.detail.sentence.resumeAnnotation', { annotation })
    : t('resources.detail.sentence.resumeSpec');
}
