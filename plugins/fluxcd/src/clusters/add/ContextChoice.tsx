import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Radio, RadioGroup } from '@backstage/ui';
import type { KubeconfigContext } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './AddClusterForm.module.css';

/** The contexts of a kubeconfig. Those that are refused are shown too, with the reason. */
export function ContextChoice(props: {
  contexts: KubeconfigContext[];
  value: string;
  onChange: (context: string) => void;
  error?: string;
}) {
  const { contexts, value, onChange, error } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <RadioGroup
      label={t('clusters.add.context.label')}
      value={value || null}
      onChange={onChange}
      validationBehavior="aria"
      validate={() => error ?? null}
    >
      {contexts.map(context => (
        <Radio
          key={context.name}
          value={context.name}
          isDisabled={Boolean(context.refusal)}
        >
          <span className={styles.context}>
            <span>
              {context.name}
              {context.current && ` (${t('clusters.add.context.current')})`}
            </span>
            <span className={styles.contextNote}>
              {[
                context.server,
                context.user &&
                  t('clusters.add.context.user', { user: context.user }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {context.refusal && (
              <span className={styles.refusal}>{context.refusal}</span>
            )}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
