import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Skeleton, Text } from '@backstage/ui';
import { fluxcdSettingsReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { ErrorState } from '../components/ErrorState';
import { errorMessage } from '../components/errorMessage';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { SettingsSections } from './SettingsSections';
import styles from './SettingsPage.module.css';

/** What the operator configured, to be read: app-config owns it. */
export function SettingsPage() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) => api.getSettings({}, { signal }),
    [],
    // Counting the credentials means to open each of them.
    { onSignals: false },
  );
  if (loading)
    return (
      <div role="status" aria-label={t('settings.loading')}>
        <Skeleton height={480} width="100%" />
      </div>
    );
  if (!value)
    return (
      <ErrorState
        title={t('settings.error')}
        error={error!}
        permission={fluxcdSettingsReadPermission.name}
        onRetry={refresh}
        retrying={refreshing}
      />
    );
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Text as="h2" variant="title-x-small" weight="bold">
          {t('settings.title')}
        </Text>
        <Text as="p" color="secondary" variant="body-small">
          {t('settings.readOnly')}
        </Text>
      </div>
      {error && (
        <Alert
          status="warning"
          icon
          title={t('common.stale', { message: errorMessage(error) })}
        />
      )}
      <SettingsSections settings={value} />
    </div>
  );
}
