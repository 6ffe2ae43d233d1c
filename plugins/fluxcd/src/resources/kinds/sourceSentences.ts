import type { Resource } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../FluxcdTranslate';
import { visibleText } from '../visibleText';
import type { FactMap } from './toFactMap';
import { referenceText } from './referenceText';

/** Which of several references wins, first one first. Source: documentation of source-controller. */
const FOLLOWED = [
  ['digest', 'staysDigest'],
  ['commit', 'staysCommit'],
  ['refName', 'followsRefName'],
  ['semver', 'followsSemver'],
  ['tag', 'followsTag'],
  ['branch', 'followsBranch'],
] as const;

/** The reference that a source follows: the name of its fact, and its value. */
export function followedReference(
  facts: FactMap,
): { name: (typeof FOLLOWED)[number][0]; value: string } | undefined {
  for (const [name] of FOLLOWED) {
    const value = facts[name];
    if (value) return { name, value };
  }
  return undefined;
}

function verification(facts: FactMap, t: FluxcdTranslate): string {
  if (!facts.verify) return t('resources.kind.sentence.unverified');
  switch (facts.verified) {
    case 'True':
      return t('resources.kind.sentence.verified');
    case 'False':
      return t('resources.kind.sentence.notVerified');
    default:
      return t('resources.kind.sentence.verifiedNever');
  }
}

/** What a source fetches and whether it is what it claims to be. */
export function sourceSentences(
  resource: Resource,
  facts: FactMap,
  t: FluxcdTranslate,
): string[] {
  const never = resource.revision
    ? []
    : [t('resources.kind.sentence.neverFetched')];
  const source = resource.source ? referenceText(resource.source, t) : '?';
  switch (resource.kind) {
    case 'HelmRepository':
      return facts.type === 'oci'
        ? [t('resources.kind.sentence.ociHelm')]
        : [t('resources.kind.sentence.helmIndex'), ...never];
    case 'HelmChart': {
      const chart = facts.chart ?? '?';
      const version = facts.chartVersion;
      return [
        version && version !== '*'
          ? t('resources.kind.sentence.chartVersion', {
              chart,
              source,
              version,
            })
          : t('resources.kind.sentence.chart', { chart, source }),
        ...never,
      ];
    }
    case 'Bucket': {
      const bucket = facts.bucketName ?? '?';
      return [
        facts.prefix
          ? t('resources.kind.sentence.bucketPrefix', {
              bucket,
              prefix: facts.prefix,
            })
          : t('resources.kind.sentence.bucket', { bucket }),
        ...never,
      ];
    }
    case 'ExternalArtifact':
      return resource.source
        ? [t('resources.kind.sentence.madeBy', { source })]
        : never;
    default: {
      const followed = followedReference(facts);
      const key = FOLLOWED.find(([name]) => name === followed?.name)?.[1];
      return [
        ...(followed && key
          ? [
              t(`resources.kind.sentence.${key}`, {
                value: visibleText(followed.value),
              }),
            ]
          : []),
        ...never,
        verification(facts, t),
      ];
    }
  }
}
