import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Text } from '@backstage/ui';
import {
  fluxcdResourceReconcilePermission,
  type ResourceDetail,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiRefreshLine } from '@remixicon/react';
import { useId } from 'react';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './ReconcileButtons.module.css';

/** Reconcile, alone or with the source. When it cannot be used it says why, beside it and to readers. */
export function ReconcileButtons(props: {
  reconcile: ResourceDetail['reconcile'];
  /** A request is being sent, or the operation that the page follows is still running. */
  busy: boolean;
  onReconcile: (options: { withSource: boolean }) => void;
}) {
  const { reconcile, busy, onReconcile } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { loading, allowed } = usePermission({
    permission: fluxcdResourceReconcilePermission,
  });
  const hintId = useId();
  let hint: string | undefined;
  if (!loading && !allowed)
    hint = t('resources.operation.forbidden', {
      permission: fluxcdResourceReconcilePermission.name,
    });
  else if (!reconcile.supported)
    hint = reconcile.refusal
      ? visibleText(reconcile.refusal)
      : t('resources.operation.unsupported');
  else if (busy) hint = t('resources.operation.busy');
  const disabled = loading || hint !== undefined;
  const describedBy = hint ? hintId : undefined;
  return (
    <div className={styles.root}>
      <div className={styles.buttons}>
        <Button
          iconStart={<RiRefreshLine aria-hidden />}
          isDisabled={disabled}
          aria-describedby={describedBy}
          onPress={() => onReconcile({ withSource: false })}
        >
          {t('resources.operation.reconcile')}
        </Button>
        {reconcile.withSource && (
          <Button
            variant="secondary"
            isDisabled={disabled}
            aria-describedby={describedBy}
            onPress={() => onReconcile({ withSource: true })}
          >
            {t('resources.operation.reconcileWithSource')}
          </Button>
        )}
      </div>
      {hint && (
        <Text
          id={hintId}
          variant="body-small"
          color="secondary"
          className={styles.hint}
        >
          {hint}
        </Text>
      )}
    </div>
  );
}
