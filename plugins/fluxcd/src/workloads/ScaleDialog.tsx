import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Text, TextField } from '@backstage/ui';
import type { TreeObject } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useState } from 'react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { ActDialog } from './ActDialog';
import type { WorkloadAct } from './useWorkloadAct';

const MAX_REPLICAS = 100;

/** Asks for the number of pods, and says what becomes of it when Git names another. */
export function ScaleDialog(props: {
  name: string;
  replicas: TreeObject['replicas'];
  act: WorkloadAct;
  onConfirm: (replicas: number) => Promise<boolean>;
  onClose: () => void;
}) {
  const { name, replicas, act, onConfirm, onClose } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [text, setText] = useState(String(replicas?.desired ?? ''));
  const wanted = /^\d{1,3}$/.test(text.trim()) ? Number(text) : undefined;
  const valid = wanted !== undefined && wanted <= MAX_REPLICAS;
  return (
    <ActDialog
      title={t('workloads.scale.title', { name })}
      confirm={t('workloads.scale.confirm')}
      destructive={wanted === 0}
      isDisabled={!valid}
      act={act}
      onClose={onClose}
      onConfirm={async () => valid && onConfirm(wanted)}
    >
      {replicas && (
        <Text as="p">
          {t('workloads.scale.now', {
            ready: String(replicas.ready),
            desired: String(replicas.desired),
          })}
        </Text>
      )}
      <TextField
        label={t('workloads.scale.replicas')}
        inputMode="numeric"
        value={text}
        onChange={setText}
        isInvalid={!valid}
        validationBehavior="aria"
        validate={() => (valid ? null : t('workloads.scale.invalid'))}
      />
      {wanted === 0 && <Text as="p">{t('workloads.scale.zero')}</Text>}
      <Alert status="info" icon description={t('workloads.scale.reverted')} />
    </ActDialog>
  );
}
