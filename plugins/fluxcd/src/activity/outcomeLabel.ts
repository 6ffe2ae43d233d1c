import type { FluxcdTranslate } from '../resources/FluxcdTranslate';
import { visibleText } from '../resources/visibleText';
import { activity } from '../translation/activity';

/** An outcome of the record in words; one that this page does not know yet is shown as it is written. */
export function outcomeLabel(t: FluxcdTranslate, outcome: string): string {
  return Object.hasOwn(activity.outcome, outcome)
    ? t(`activity.outcome.${outcome as keyof typeof activity.outcome}`)
    : visibleText(outcome);
}
