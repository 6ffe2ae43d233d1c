import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { AzureProblem } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { CodeBlock } from './CodeBlock';
import styles from './ProblemList.module.css';

/** What happened in Azure, as what, and what mends it. */
export function ProblemWords(props: { problem: AzureProblem }) {
  const { code, command, message, remedy, subscriptionId } = props.problem;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <div className={styles.words}>
      <p className={styles.message}>
        <bdi>{visibleText(message)}</bdi>{' '}
        {code && <code className={styles.code}>{visibleText(code)}</code>}
      </p>
      {subscriptionId && !message.includes(subscriptionId) && (
        <p className={styles.note}>
          {t('azure.subscription', { id: subscriptionId })}
        </p>
      )}
      {remedy && (
        <p className={styles.note}>
          {t('azure.remedy')}: <bdi>{visibleText(remedy)}</bdi>
        </p>
      )}
      {command && (
        <CodeBlock text={visibleText(command)} what={t('azure.command')} />
      )}
    </div>
  );
}
