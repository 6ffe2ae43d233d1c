import type { FluxcdTranslate } from '../FluxcdTranslate';
import type { FactMap } from './toFactMap';

function instanceSentences(facts: FactMap, t: FluxcdTranslate): string[] {
  const { distributionVersion: version = '?', syncUrl, syncPath } = facts;
  return [
    t('resources.kind.sentence.installs', { version }),
    facts.syncs
      ? t('resources.kind.sentence.syncs', {
          path: syncPath ?? './',
          url: syncUrl ?? '?',
        })
      : t('resources.kind.sentence.syncsNothing'),
  ];
}

function reportSentences(facts: FactMap, t: FluxcdTranslate): string[] {
  if (!facts.componentCount)
    return [t('resources.kind.sentence.neverReported')];
  const { running, failing, suspended } = facts;
  return [
    t('resources.kind.sentence.reports', {
      version: facts.distributionVersion ?? '?',
      ready: facts.componentsReady ?? '0',
      count: Number(facts.componentCount),
    }),
    ...(running && failing && suspended
      ? [t('resources.kind.sentence.counts', { running, failing, suspended })]
      : []),
  ];
}

/** What the kinds of flux-operator install, report, make and export. */
export function operatorSentences(
  kind: string,
  facts: FactMap,
  t: FluxcdTranslate,
): string[] {
  switch (kind) {
    case 'FluxInstance':
      return instanceSentences(facts, t);
    case 'FluxReport':
      return reportSentences(facts, t);
    case 'ResourceSet': {
      if (!facts.objects) return [t('resources.kind.sentence.neverMade')];
      const count = Number(facts.objects);
      return [
        facts.inputs
          ? t('resources.kind.sentence.makes', { count, inputs: facts.inputs })
          : t('resources.kind.sentence.makesPlain', { count }),
      ];
    }
    default:
      if (!facts.exportedInputs)
        return [t('resources.kind.sentence.neverExported')];
      return [
        t('resources.kind.sentence.exports', {
          count: Number(facts.exportedInputs),
          type: facts.type ?? '?',
        }),
        t('resources.kind.sentence.exportsHidden'),
      ];
  }
}
