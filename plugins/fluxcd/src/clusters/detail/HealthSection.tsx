import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button, Text } from '@backstage/ui';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { ConnectionTestResult } from '../add/ConnectionTestResult';
import { ClusterSection } from './ClusterSection';

/** Tests the stored credentials when somebody asks, and names the cause of what fails. */
export function HealthSection(props: { clusterId: string }) {
  const { clusterId } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const api = useApi(fluxcdApiRef);
  const [{ value, error, loading }, test] = useAsyncFn(
    () => api.testCluster({ params: { clusterId } }),
    [api, clusterId],
  );
  const shown = loading ? undefined : value;
  return (
    <ClusterSection title={t('clusters.health.title')}>
      <Text as="p" color="secondary" variant="body-small">
        {t('clusters.health.description')}
      </Text>
      <div>
        <Button variant="secondary" isPending={loading} onPress={test}>
          {t(value || error ? 'clusters.health.again' : 'clusters.health.run')}
        </Button>
      </div>
      <ConnectionTestResult
        running={loading}
        result={shown}
        error={loading ? undefined : error}
      />
    </ClusterSection>
  );
}
