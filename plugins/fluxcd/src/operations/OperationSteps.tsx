import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { shortRevision } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { Revision } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import {
  RiCheckboxCircleFill,
  RiCircleLine,
  RiErrorWarningFill,
  RiForbidLine,
  RiLoader4Line,
  RiQuestionLine,
} from '@remixicon/react';
import { ReferenceLink } from '../resources/detail/ReferenceLink';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import type { OperationStepView } from './operationView';
import styles from './OperationSteps.module.css';

const ICONS = {
  pending: RiCircleLine,
  running: RiLoader4Line,
  succeeded: RiCheckboxCircleFill,
  failed: RiErrorWarningFill,
  unknown: RiQuestionLine,
  skipped: RiForbidLine,
};

/** What is done in order: sources first, the target last, each with its state and what was observed. */
export function OperationSteps(props: {
  /** Without a role where all are targets. */
  steps: Array<Omit<OperationStepView, 'role'> & Partial<OperationStepView>>;
  /** The resource of the page, which needs no link to itself. */
  resourceId?: string;
  label?: string;
  /** The label says what all of them are. */
  withoutKind?: boolean;
}) {
  const { steps, resourceId, label, withoutKind } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <ol className={styles.list} aria-label={label ?? t('operations.steps')}>
      {steps.map(step => {
        const Icon = ICONS[step.state];
        const self = resourceId !== undefined && step.resourceId === resourceId;
        return (
          <li key={step.key} className={styles.step} data-state={step.state}>
            <Icon className={styles.icon} size={18} aria-hidden />
            <span className={styles.title}>
              {step.role && (
                <span className={styles.role}>
                  {t(`operations.role.${step.role}`)}
                </span>
              )}
              <ReferenceLink
                withoutKind={withoutKind}
                reference={{
                  group: '',
                  kind: step.kind,
                  namespace: step.namespace,
                  name: step.name,
                  resourceId: self ? undefined : step.resourceId,
                }}
              />
              <strong>{t(`operations.step.${step.state}`)}</strong>
            </span>
            {step.message && (
              <bdi className={styles.detail} title={visibleText(step.message)}>
                {visibleText(shortRevision(step.message))}
              </bdi>
            )}
            {step.revision && !step.message?.includes(step.revision) && (
              <span className={styles.detail}>
                <Revision revision={visibleText(step.revision)} />
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
