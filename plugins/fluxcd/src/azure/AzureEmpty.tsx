import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Text } from '@backstage/ui';
import { RiCloudLine } from '@remixicon/react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { CodeBlock } from './CodeBlock';
import styles from './AzurePage.module.css';

const APP =
  'az ad sp create-for-rbac --name flux-orchestrator --role Reader --scopes /subscriptions/SUBSCRIPTION_ID';
const ROLE =
  'az role assignment create --assignee CLIENT_ID --role "Azure Kubernetes Service Cluster User Role" --scope /subscriptions/SUBSCRIPTION_ID';

/** The first steps, while there is no connection. */
export function AzureEmpty() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <section className={styles.empty}>
      <RiCloudLine className={styles.icon} size={40} aria-hidden />
      <Text as="h3" variant="title-x-small" weight="bold">
        {t('azure.empty.title')}
      </Text>
      <Text as="p" color="secondary">
        {t('azure.empty.description')}
      </Text>
      <ol className={styles.steps}>
        <li>
          <p>{t('azure.empty.app')}</p>
          <CodeBlock text={APP} what={t('azure.empty.appCommand')} />
        </li>
        <li>
          <p>{t('azure.empty.role')}</p>
          <CodeBlock text={ROLE} what={t('azure.empty.roleCommand')} />
        </li>
        <li>
          <p>{t('azure.empty.connect')}</p>
        </li>
      </ol>
    </section>
  );
}
