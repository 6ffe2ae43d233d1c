import {
  findFluxKind,
  type ResourceDetail,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../FluxcdTranslate';
import { helmReleaseSentences, kustomizationSentences } from './appSentences';
import { imageSentences } from './imageSentences';
import { notificationSentences } from './notificationSentences';
import { operatorSentences } from './operatorSentences';
import { sourceSentences } from './sourceSentences';
import { toFactMap } from './toFactMap';

/** What matters first of a resource of its kind, in whole sentences. */
export function kindSentences(
  detail: Pick<ResourceDetail, 'resource' | 'facts'>,
  t: FluxcdTranslate,
): string[] {
  const { resource, facts } = detail;
  const map = toFactMap(facts);
  switch (findFluxKind(resource.group, resource.kind)?.category) {
    case 'app':
      return resource.kind === 'HelmRelease'
        ? helmReleaseSentences(resource, map, t)
        : kustomizationSentences(resource, map, t);
    case 'source': {
      if (resource.kind !== 'ArtifactGenerator')
        return sourceSentences(resource, map, t);
      const made = Number(map.artifacts ?? 0);
      const planned = Number(map.plannedArtifacts ?? 0);
      return [
        t('resources.kind.sentence.artifacts', { count: made || planned }),
        ...(made ? [] : [t('resources.kind.sentence.neverMade')]),
      ];
    }
    case 'image':
      return imageSentences(resource, map, t);
    case 'notification':
      return notificationSentences(resource.kind, facts, map, t);
    case 'operator':
      return operatorSentences(resource.kind, map, t);
    default:
      return [];
  }
}
