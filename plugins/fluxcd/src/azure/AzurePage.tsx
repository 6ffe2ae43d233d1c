import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { usePermission } from '@backstage/plugin-permission-react';
import { Skeleton } from '@backstage/ui';
import { fluxcdAzureReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { ErrorState } from '../components/ErrorState';
import { ForbiddenState } from '../components/ForbiddenState';
import { isErrorNamed } from '../resources/isErrorNamed';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { AzureConnections } from './AzureConnections';
import { AzureMissing } from './AzureMissing';

/** The connections to Azure, for those who may see them. */
export function AzurePage() {
  const { loading, allowed } = usePermission({
    permission: fluxcdAzureReadPermission,
  });
  if (loading) return <Loading />;
  if (!allowed)
    return <ForbiddenState permission={fluxcdAzureReadPermission.name} />;
  return <Allowed />;
}

function Loading() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <div role="status" aria-label={t('azure.loading')}>
      <Skeleton height={320} width="100%" />
    </div>
  );
}

function Allowed() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) => api.listAzureConnections({}, { signal }),
    [],
  );
  if (loading) return <Loading />;
  if (error && isErrorNamed(error, 'NotFoundError')) return <AzureMissing />;
  if (!value)
    return (
      <ErrorState
        title={t('azure.error')}
        error={error!}
        permission={fluxcdAzureReadPermission.name}
        onRetry={refresh}
        retrying={refreshing}
      />
    );
  return <AzureConnections list={value} error={error} onChanged={refresh} />;
}
