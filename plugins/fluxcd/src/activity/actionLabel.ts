import type { FluxcdTranslate } from '../resources/FluxcdTranslate';
import { visibleText } from '../resources/visibleText';
import { activity } from '../translation/activity';

/** An action of the record in words; one that this page does not know yet is shown as it is written. */
export function actionLabel(t: FluxcdTranslate, action: string): string {
  return Object.hasOwn(activity.action, action)
    ? t(`activity.action.${action as keyof typeof activity.action}`)
    : visibleText(action);
}
