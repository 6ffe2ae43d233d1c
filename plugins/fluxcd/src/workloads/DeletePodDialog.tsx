import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Text } from '@backstage/ui';
import type { Pod } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { ActDialog } from './ActDialog';
import type { WorkloadAct } from './useWorkloadAct';

/** Asks before a pod is deleted. */
export function DeletePodDialog(props: {
  pod: Pod;
  /** It is no part of a workload. */
  alone: boolean;
  act: WorkloadAct;
  onConfirm: () => Promise<boolean>;
  onClose: () => void;
}) {
  const { pod, alone, ...rest } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <ActDialog
      title={t('workloads.deletePod.title', { name: visibleText(pod.name) })}
      confirm={t('workloads.deletePod.confirm')}
      destructive
      {...rest}
    >
      <Text as="p">
        {alone
          ? t('workloads.deletePod.alone')
          : t('workloads.deletePod.effect')}
      </Text>
    </ActDialog>
  );
}
