import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Skeleton, VisuallyHidden } from '@backstage/ui';
import type { ConnectionTest } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiErrorWarningFill,
  RiSkipForwardLine,
} from '@remixicon/react';
import { useEffect, useRef } from 'react';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { AccessTable } from './AccessTable';
import styles from './AddClusterForm.module.css';

const ICONS = {
  passed: RiCheckboxCircleFill,
  warning: RiAlertFill,
  failed: RiErrorWarningFill,
  skipped: RiSkipForwardLine,
};

/** What a connection test found, step by step. */
export function ConnectionTestResult(props: {
  running: boolean;
  result?: ConnectionTest;
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
  const Outcome = ICONS[result?.ok ? 'passed' : 'failed'];
  return (
    <div ref={element} className={styles.result} role="status">
      {running && (
        <>
          <VisuallyHidden>{t('clusters.add.test.running')}</VisuallyHidden>
          <Skeleton width="100%" height={96} />
        </>
      )}
      {error && (
        <Alert
          status="danger"
          icon
          title={t('clusters.add.test.error')}
          description={errorMessage(error)}
        />
      )}
      {result && (
        <>
          <p className={styles.outcome}>
            <Outcome
              className={styles.icon}
              data-state={result.ok ? 'passed' : 'failed'}
              size={18}
              aria-hidden
            />
            {t(`clusters.add.test.${result.ok ? 'passed' : 'failed'}`)}
          </p>
          <ol className={styles.steps}>
            {result.steps.map(({ step, state, message }) => {
              const Icon = ICONS[state];
              return (
                <li key={step} className={styles.step} data-state={state}>
                  <Icon
                    className={styles.icon}
                    data-state={state}
                    size={16}
                    aria-hidden
                  />
                  <span>
                    {t(`clusters.add.test.step.${step}`)}
                    <VisuallyHidden>
                      {`: ${t(`clusters.add.test.state.${state}`)}`}
                    </VisuallyHidden>
                  </span>
                  <span className={styles.stepMessage}>{message}</span>
                </li>
              );
            })}
          </ol>
          {result.access.length > 0 && <AccessTable result={result} />}
        </>
      )}
    </div>
  );
}
