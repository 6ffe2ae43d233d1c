import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { AzureConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { CodeBlock } from './CodeBlock';
import { roleBinding } from './roleBinding';
import styles from './ConnectionCard.module.css';

/** What to apply in each cluster so that the identity may look there, or act. */
export function RoleBindings(props: {
  identity: Pick<AzureConnection, 'clientId' | 'objectId'>;
  /** Folded out from the start. */
  isOpen?: boolean;
}) {
  const { clientId, objectId } = props.identity;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <details className={styles.roles} open={props.isOpen || undefined}>
      <summary>{t('azure.roles.title')}</summary>
      <div className={styles.binding}>
        <p className={styles.note}>{t('azure.roles.description')}</p>
        {objectId ? (
          <>
            <p>{t('azure.roles.read')}</p>
            <CodeBlock
              text={roleBinding('read', objectId)}
              what={t('azure.roles.readWhat')}
            />
            <p>{t('azure.roles.act')}</p>
            <CodeBlock
              text={roleBinding('act', objectId)}
              what={t('azure.roles.actWhat')}
            />
          </>
        ) : (
          <>
            <p>
              {clientId
                ? t('azure.roles.unknown')
                : t('azure.roles.unknownDefault')}
            </p>
            {clientId && (
              <CodeBlock
                text={`az ad sp show --id ${clientId} --query id -o tsv`}
                what={t('azure.roles.objectWhat')}
              />
            )}
          </>
        )}
      </div>
    </details>
  );
}
