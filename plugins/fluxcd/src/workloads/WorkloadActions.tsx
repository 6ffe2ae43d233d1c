import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Text } from '@backstage/ui';
import {
  fluxcdWorkloadRestartPermission,
  fluxcdWorkloadScalePermission,
  type TreeObject,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiRestartLine, RiScales3Line } from '@remixicon/react';
import { useState } from 'react';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { ActButton } from './ActButton';
import { ActDialog } from './ActDialog';
import { ScaleDialog } from './ScaleDialog';
import type { WorkloadAct } from './useWorkloadAct';
import type { Workload } from './Workload';
import styles from './WorkloadPanel.module.css';

/** Restart and scale, as far as the kind knows them. */
export function WorkloadActions(props: {
  workload: Workload;
  replicas: TreeObject['replicas'];
  act: WorkloadAct;
}) {
  const { workload, replicas, act } = props;
  const { resourceId, kind, namespace, name } = workload;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [open, setOpen] = useState<'restart' | 'scale'>();
  const canScale = kind === 'Deployment' || kind === 'StatefulSet';
  const canRestart = canScale || kind === 'DaemonSet';
  if (!canRestart) return null;
  const shown = visibleText(name);
  const close = () => setOpen(undefined);
  return (
    <div className={styles.actions}>
      <ActButton
        permission={fluxcdWorkloadRestartPermission}
        icon={<RiRestartLine aria-hidden />}
        isDisabled={act.running}
        onPress={() => setOpen('restart')}
      >
        {t('workloads.act.restart')}
      </ActButton>
      {canScale && (
        <ActButton
          permission={fluxcdWorkloadScalePermission}
          icon={<RiScales3Line aria-hidden />}
          isDisabled={act.running}
          onPress={() => setOpen('scale')}
        >
          {t('workloads.act.scale')}
        </ActButton>
      )}
      {open === 'restart' && (
        <ActDialog
          title={t('workloads.restart.title', { name: shown })}
          confirm={t('workloads.restart.confirm')}
          act={act}
          onClose={close}
          onConfirm={() =>
            act.start(
              {
                type: 'restart',
                targets: [{ resourceId, kind, namespace, name }],
              },
              t('workloads.act.what.restart', { name: shown }),
            )
          }
        >
          <Text as="p">{t('workloads.restart.effect')}</Text>
        </ActDialog>
      )}
      {open === 'scale' && canScale && (
        <ScaleDialog
          name={shown}
          replicas={replicas}
          act={act}
          onClose={close}
          onConfirm={wanted =>
            act.start(
              {
                type: 'scale',
                replicas: wanted,
                targets: [{ resourceId, kind, namespace, name }],
              },
              t('workloads.act.what.scale', {
                name: shown,
                replicas: String(wanted),
              }),
            )
          }
        />
      )}
    </div>
  );
}
