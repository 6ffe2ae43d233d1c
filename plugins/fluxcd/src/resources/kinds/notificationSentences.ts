import type { Fact } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../FluxcdTranslate';
import { visibleText } from '../visibleText';
import type { FactMap } from './toFactMap';

function providerSentences(facts: FactMap, t: FluxcdTranslate): string[] {
  const { type = '?', channel, host } = facts;
  const words = { type, channel: channel ?? '', host: host ?? '' };
  let where: string;
  if (channel)
    where = host
      ? t('resources.kind.sentence.sendsChannelAt', words)
      : t('resources.kind.sentence.sendsChannel', words);
  else
    where = host
      ? t('resources.kind.sentence.sendsAt', words)
      : t('resources.kind.sentence.sends', words);
  return [
    where,
    host
      ? t('resources.kind.sentence.addressHidden')
      : t('resources.kind.sentence.addressUnknown'),
  ];
}

/** Who is told what, and who may call. */
export function notificationSentences(
  kind: string,
  all: readonly Fact[],
  facts: FactMap,
  t: FluxcdTranslate,
): string[] {
  switch (kind) {
    case 'Alert': {
      const named = all.find(f => f.name === 'alertProvider')?.references?.[0];
      const words = {
        count: Number(facts.eventSources ?? 0),
        provider: visibleText(named?.name ?? facts.alertProvider ?? '?'),
      };
      return [
        facts.eventSeverity === 'error'
          ? t('resources.kind.sentence.alertsErrors', words)
          : t('resources.kind.sentence.alertsAll', words),
      ];
    }
    case 'Provider':
      return providerSentences(facts, t);
    default:
      return [
        t('resources.kind.sentence.triggers', {
          count: Number(facts.triggers ?? 0),
          type: facts.type ?? '?',
        }),
        facts.webhook === 'true'
          ? t('resources.kind.sentence.webhook')
          : t('resources.kind.sentence.noWebhook'),
      ];
  }
}
