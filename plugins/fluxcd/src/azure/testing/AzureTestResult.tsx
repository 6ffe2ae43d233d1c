import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Skeleton, VisuallyHidden } from '@backstage/ui';
import type { AzureTest } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiErrorWarningFill,
  RiSkipForwardLine,
} from '@remixicon/react';
import { useEffect, useRef } from 'react';
import styles from '../../clusters/add/AddClusterForm.module.css';
import { errorMessage } from '../../components/errorMessage';
import { visibleText } from '../../resources/visibleText';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { ProblemWords } from '../ProblemWords';
import { RoleBindings } from '../RoleBindings';

const ICONS = {
  passed: RiCheckboxCircleFill,
  warning: RiAlertFill,
  failed: RiErrorWarningFill,
  skipped: RiSkipForwardLine,
};

/** What a test of a connection found, step by step, each with what mends it. */
export function AzureTestResult(props: {
  running: boolean;
  result?: AzureTest;
  error?: Error;
}) {
  const { running, result, error } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The result may be below what the dialog shows.
    if (result || error)
      element.current?.scrollIntoView?.({ block: 'nearest' });
  }, [result, error]);
  const failed = result?.steps.filter(({ state }) => state === 'failed') ?? [];
  const isPartly = failed.length > 0 && failed.every(s => s.step === 'cluster');
  let outcome: 'passed' | 'partly' | 'failed' = 'failed';
  if (result?.ok) outcome = 'passed';
  else if (isPartly) outcome = 'partly';
  const tone = outcome === 'partly' ? 'warning' : outcome;
  const Outcome = ICONS[tone];
  return (
    <div ref={element} className={styles.result}>
      <div role="status">
        {running && <VisuallyHidden>{t('azure.test.running')}</VisuallyHidden>}
        {result && (
          <p className={styles.outcome}>
            <Outcome
              className={styles.icon}
              data-state={tone}
              size={18}
              aria-hidden
            />
            {t(`azure.test.${outcome}`)}
          </p>
        )}
      </div>
      {running && <Skeleton width="100%" height={96} />}
      {error && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('azure.test.error')}
          description={errorMessage(error)}
        />
      )}
      {result && (
        <ol className={styles.steps}>
          {result.steps.map((step, index) => {
            const Icon = ICONS[step.state];
            return (
              <li
                // Steps have no name of their own: several may be about the same subject.
                // eslint-disable-next-line react/no-array-index-key
                key={index}
                className={styles.step}
                data-state={step.state}
              >
                <Icon
                  className={styles.icon}
                  data-state={step.state}
                  size={16}
                  aria-hidden
                />
                <span>
                  {t(`azure.test.step.${step.step}`)}
                  {step.subject && (
                    <>
                      {' '}
                      <bdi>{visibleText(step.subject)}</bdi>
                    </>
                  )}
                  <VisuallyHidden>
                    {`: ${t(`azure.test.state.${step.state}`)}`}
                  </VisuallyHidden>
                </span>
                <div className={styles.stepMessage}>
                  <ProblemWords problem={step} />
                </div>
              </li>
            );
          })}
        </ol>
      )}
      {result?.objectId && (
        // Where Azure has nothing to mend, it is the cluster that does not know the identity.
        <RoleBindings
          identity={result}
          isOpen={isPartly && failed.some(({ command }) => !command)}
        />
      )}
    </div>
  );
}
