import { shortRevision } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../resources/FluxcdTranslate';
import { visibleText } from '../resources/visibleText';
import type { OperationView } from './operationView';

/** One sentence: what an operation is at, or what became of it. It is also what is read aloud. */
export function operationHeadline(
  view: OperationView,
  t: FluxcdTranslate,
): string {
  const { running, current, outcome, revision } = view;
  if (running || !outcome)
    return current
      ? t('resources.operation.running', {
          kind: visibleText(current.kind),
          name: visibleText(current.name),
        })
      : t('resources.operation.runningStart');
  if (outcome === 'ready' && revision)
    return t('resources.operation.outcome.readyWithRevision', {
      revision: visibleText(shortRevision(revision)),
    });
  return t(`resources.operation.outcome.${outcome}`);
}
