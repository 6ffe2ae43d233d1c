import {
  shortRevision,
  type Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../FluxcdTranslate';
import { visibleText } from '../visibleText';
import { referenceText } from './referenceText';
import type { FactMap } from './toFactMap';

function health(facts: FactMap, t: FluxcdTranslate): string {
  if (facts.wait === 'true') return t('resources.kind.sentence.waits');
  return facts.healthChecks
    ? t('resources.kind.sentence.checks')
    : t('resources.kind.sentence.waitsNot');
}

/** What a Kustomization applies, what it deletes, and when it counts as ready. */
export function kustomizationSentences(
  resource: Resource,
  facts: FactMap,
  t: FluxcdTranslate,
): string[] {
  return [
    t('resources.kind.sentence.applies', {
      path: facts.path ?? './',
      source: resource.source ? referenceText(resource.source, t) : '?',
    }),
    facts.prune === 'true'
      ? t('resources.kind.sentence.pruned')
      : t('resources.kind.sentence.notPruned'),
    health(facts, t),
  ];
}

/** What a HelmRelease runs, how often it failed to, and what becomes of changes by others. */
export function helmReleaseSentences(
  resource: Resource,
  facts: FactMap,
  t: FluxcdTranslate,
): string[] {
  const chart = facts.chart ?? '?';
  const drift = facts.driftDetection;
  const sentences: string[] = [
    resource.revision
      ? t('resources.kind.sentence.released', {
          release: facts.releaseName ?? visibleText(resource.name),
          namespace: facts.targetNamespace ?? visibleText(resource.namespace),
          chart,
          version: visibleText(shortRevision(resource.revision)),
        })
      : t('resources.kind.sentence.notReleased', { chart }),
  ];
  const installs = Number(facts.installFailures);
  const upgrades = Number(facts.upgradeFailures);
  if (installs > 0)
    sentences.push(
      t('resources.kind.sentence.installFailed', { count: installs }),
    );
  if (upgrades > 0)
    sentences.push(
      t('resources.kind.sentence.upgradeFailed', { count: upgrades }),
    );
  sentences.push(
    drift === 'enabled' || drift === 'warn'
      ? t(`resources.kind.sentence.drift.${drift}`)
      : t('resources.kind.sentence.drift.disabled'),
  );
  return sentences;
}
