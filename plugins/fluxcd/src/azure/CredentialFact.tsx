import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { AzureConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RelativeTime } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiErrorWarningFill } from '@remixicon/react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './ConnectionCard.module.css';

/** How the identity is proven, and how its secret stands. */
export function CredentialFact(props: {
  credential: AzureConnection['credential'];
}) {
  const { type, setAt, expiresAt, readable } = props.credential;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const expired = expiresAt !== undefined && Date.parse(expiresAt) < Date.now();
  const mark = (words: React.ReactNode) => (
    <span className={styles.warning}>
      <RiErrorWarningFill size={16} aria-hidden />
      <span>{words}</span>
    </span>
  );
  const end = expiresAt && (
    <>
      {t(
        expired ? 'azure.credential.expiredAt' : 'azure.credential.expiresAt',
        {
          age: <RelativeTime value={expiresAt} />,
        },
      )}
    </>
  );
  return (
    <>
      {t(`azure.credential.${type}`)}
      {setAt && (
        <>
          {', '}
          {t('azure.credential.setAt', { age: <RelativeTime value={setAt} /> })}
        </>
      )}
      {end && !expired && <>, {end}</>}
      {end && expired && mark(end)}
      {!readable && mark(t('azure.credential.unreadable'))}
    </>
  );
}
