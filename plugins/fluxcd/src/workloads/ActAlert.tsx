import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button } from '@backstage/ui';
import { shortRevision } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import type { WorkloadAct } from './useWorkloadAct';

/** How the operation that was started here stands, and how it ended, as it was observed. */
export function ActAlert(props: { act: WorkloadAct }) {
  const { operation, what = '', running, lost, vanished, dismiss } = props.act;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [target] = operation?.targets ?? [];
  const message =
    target?.message ?? target?.steps[target.steps.length - 1]?.message;
  let status: 'info' | 'success' | 'warning' | 'danger' = 'info';
  let outcome: string | undefined;
  if (operation && !running) {
    if (operation.state === 'succeeded') {
      status = 'success';
      outcome = t('workloads.act.succeeded');
    } else if (operation.state === 'failed') {
      status = 'danger';
      outcome = t('workloads.act.failed');
    } else {
      status = 'warning';
      outcome = t('workloads.act.unknown');
    }
  }
  let description = message && visibleText(shortRevision(message));
  if (vanished) description = t('workloads.act.vanished');
  else if (lost) description = t('workloads.act.lost');
  // The region is there before its text is, or nothing is read aloud.
  return (
    <div role="status">
      {operation && (
        <Alert
          status={status}
          icon
          loading={running}
          title={
            outcome
              ? t('workloads.act.ended', { what, outcome })
              : t('workloads.act.following', { what })
          }
          description={description}
          customActions={
            running ? undefined : (
              <Button size="small" variant="tertiary" onPress={dismiss}>
                {t('common.close')}
              </Button>
            )
          }
        />
      )}
    </div>
  );
}
