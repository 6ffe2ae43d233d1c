import {
  findFluxKind,
  shortRevision,
  type Resource,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../FluxcdTranslate';
import { visibleText } from '../visibleText';
import { wayOutOfSuspension } from './wayOutOfSuspension';

type Facts = Pick<
  Resource,
  | 'group'
  | 'kind'
  | 'status'
  | 'stalled'
  | 'retrying'
  | 'suspended'
  | 'ready'
  | 'message'
  | 'revision'
  | 'attemptedRevision'
>;

/** The message of a condition as part of a sentence: on one line, without its own full stop. */
function clause(message: string | undefined): string {
  return visibleText(message ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.:;]+$/, '');
}

function readySentence(resource: Facts, t: FluxcdTranslate): string {
  const kind = findFluxKind(resource.group, resource.kind);
  if (kind?.static) return t('resources.detail.sentence.readyStatic');
  // Of images the revision is what the scan was, or what the page says in words of its own.
  if (!resource.revision || kind?.category === 'image')
    return t('resources.detail.sentence.ready');
  const revision = visibleText(shortRevision(resource.revision));
  return kind?.category === 'source'
    ? t('resources.detail.sentence.readySource', { revision })
    : t('resources.detail.sentence.readyWithRevision', { revision });
}

/** What is known from before a suspension: controllers write no status while suspended. */
function beforeSuspension(resource: Facts, t: FluxcdTranslate): string[] {
  const message = clause(resource.message);
  switch (resource.ready) {
    case 'True':
      return [t('resources.detail.sentence.suspendedWas.ready')];
    case 'False':
      return [
        message
          ? t('resources.detail.sentence.suspendedWas.failedBecause', {
              message,
            })
          : t('resources.detail.sentence.suspendedWas.failed'),
      ];
    case 'Unknown':
      return [t('resources.detail.sentence.suspendedWas.running')];
    default:
      return [];
  }
}

/** Applied against attempted: worth a sentence only while they differ. */
function attempt(resource: Facts, t: FluxcdTranslate): string[] {
  const { attemptedRevision, revision, status } = resource;
  if (!attemptedRevision || attemptedRevision === revision) return [];
  if (status === 'ready') return [];
  const attempted = visibleText(shortRevision(attemptedRevision));
  return [
    revision
      ? t('resources.detail.sentence.attempted', {
          attempted,
          revision: visibleText(shortRevision(revision)),
        })
      : t('resources.detail.sentence.attemptedFirst', { attempted }),
  ];
}

/**
 * The status of a resource in sentences that explain it: what is the case and why, what Flux will do
 * by itself, and what a person can do. The first one is the headline.
 */
export function statusSentences(
  resource: Facts,
  t: FluxcdTranslate,
): [string, ...string[]] {
  const message = clause(resource.message);
  switch (resource.status) {
    case 'ready':
      return [readySentence(resource, t)];
    case 'failed':
      return [
        message
          ? t('resources.detail.sentence.failedBecause', { message })
          : t('resources.detail.sentence.failed'),
        ...(resource.stalled ? [t('resources.detail.sentence.stalled')] : []),
        ...(resource.retrying && !resource.stalled
          ? [t('resources.detail.sentence.retrying')]
          : []),
        ...attempt(resource, t),
      ];
    case 'progressing':
      return [
        message
          ? t('resources.detail.sentence.progressingBecause', { message })
          : t('resources.detail.sentence.progressing'),
        ...attempt(resource, t),
      ];
    case 'waiting':
      return [
        message
          ? t('resources.detail.sentence.waitingBecause', { message })
          : t('resources.detail.sentence.waiting'),
        t('resources.detail.sentence.waitingEnds'),
        ...attempt(resource, t),
      ];
    case 'suspended':
      return [
        t('resources.detail.sentence.suspended'),
        ...beforeSuspension(resource, t),
        wayOutOfSuspension(resource, t),
        ...attempt(resource, t),
      ];
    case 'deleting':
      return [
        message && resource.ready === 'False'
          ? t('resources.detail.sentence.deletingBecause', { message })
          : t('resources.detail.sentence.deleting'),
      ];
    default:
      return [
        message
          ? t('resources.detail.sentence.unknownBecause', { message })
          : t('resources.detail.sentence.unknown'),
      ];
  }
}
