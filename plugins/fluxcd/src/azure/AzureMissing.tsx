import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiPlugLine } from '@remixicon/react';
import { StateMessage } from '../components/StateMessage';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { CodeBlock } from './CodeBlock';

const LINE =
  "backend.add(import('@flux-orchestrator/backstage-plugin-fluxcd-backend-module-azure'));";

/** The backend answers nothing about Azure: what would make it. */
export function AzureMissing() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <StateMessage
      icon={<RiPlugLine />}
      title={t('azure.missingModule.title')}
      description={t('azure.missingModule.description')}
      actions={<CodeBlock text={LINE} what={t('azure.missingModule.what')} />}
    />
  );
}
