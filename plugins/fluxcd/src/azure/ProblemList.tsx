import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiAlertFill, RiErrorWarningFill } from '@remixicon/react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { ProblemWords } from './ProblemWords';
import styles from './ProblemList.module.css';

/** What went wrong in Azure, each with its remedy. */
export function ProblemList(props: {
  problems: AzureProblem[];
  /** All failed for it; otherwise a part did. */
  failed: boolean;
}) {
  const { problems, failed } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (!problems.length) return null;
  const Icon = failed ? RiErrorWarningFill : RiAlertFill;
  return (
    <ul className={styles.list} aria-label={t('azure.problems')}>
      {problems.map(problem => (
        <li
          key={JSON.stringify(problem)}
          className={styles.item}
          data-state={failed ? 'failed' : 'warning'}
        >
          <Icon className={styles.icon} size={18} aria-hidden />
          <ProblemWords problem={problem} />
        </li>
      ))}
    </ul>
  );
}
