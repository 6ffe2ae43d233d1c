import {
  shortRevision,
  type Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../FluxcdTranslate';
import { referenceText } from './referenceText';
import type { FactMap } from './toFactMap';

/** By what an ImagePolicy chooses, as part of a sentence. */
export function policyText(facts: FactMap, t: FluxcdTranslate): string {
  for (const name of ['semver', 'alphabetical', 'numerical'] as const) {
    const value = facts[name];
    if (value) return t(`resources.kind.sentence.policy.${name}`, { value });
  }
  return t('resources.kind.sentence.policy.none');
}

function automationSentences(
  resource: Resource,
  facts: FactMap,
  t: FluxcdTranslate,
): string[] {
  return [
    t('resources.kind.sentence.writes', {
      count: Number(facts.observedPolicies ?? 0),
      branch: facts.pushBranch ?? '?',
      source: resource.source ? referenceText(resource.source, t) : '?',
    }),
    ...(facts.lastPushAt ? [] : [t('resources.kind.sentence.neverPushed')]),
  ];
}

/** What was scanned, chosen or written of images. */
export function imageSentences(
  resource: Resource,
  facts: FactMap,
  t: FluxcdTranslate,
): string[] {
  switch (resource.kind) {
    case 'ImageRepository': {
      if (!facts.tagCount) return [t('resources.kind.sentence.neverScanned')];
      return [
        t('resources.kind.sentence.scanned', {
          count: Number(facts.tagCount),
        }),
        ...(resource.ready === 'False'
          ? [t('resources.kind.sentence.scanFailed')]
          : []),
      ];
    }
    case 'ImagePolicy': {
      const policy = policyText(facts, t);
      return [
        facts.latestImage
          ? t('resources.kind.sentence.chose', {
              image: shortRevision(facts.latestImage),
              policy,
            })
          : t('resources.kind.sentence.choseNone', { policy }),
      ];
    }
    default:
      return automationSentences(resource, facts, t);
  }
}
