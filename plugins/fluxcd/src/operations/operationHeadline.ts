import { shortRevision } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../resources/FluxcdTranslate';
import { visibleText } from '../resources/visibleText';
import type { OperationView } from './operationView';

/** One sentence: what an operation is at, or what became of it. It is also what is read aloud. */
export function operationHeadline(
  view: OperationView,
  t: FluxcdTranslate,
): string {
  const { type, running, current, outcome, revision } = view;
  if (running || !outcome)
    return current
      ? t(`operations.running.${type}`, {
          kind: visibleText(current.kind),
          name: visibleText(current.name),
        })
      : t('operations.runningStart');
  if (outcome === 'done') return t(`operations.done.${type}`);
  if (outcome === 'suspended' && type === 'suspend')
    return t('operations.alreadySuspended');
  if (outcome === 'ready' && type === 'resume')
    return t('operations.readyAgain');
  if (outcome === 'ready' && revision)
    return t('operations.outcome.readyWithRevision', {
      revision: visibleText(shortRevision(revision)),
    });
  return t(`operations.outcome.${outcome}`);
}
