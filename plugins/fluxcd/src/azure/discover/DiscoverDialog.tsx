import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Skeleton,
  Text,
} from '@backstage/ui';
import {
  type AzureConnection,
  fluxcdAzureReadPermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import frame from '../../components/Dialog.module.css';
import { ErrorState } from '../../components/ErrorState';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { ProblemList } from '../ProblemList';
import { AksClusterTable } from './AksClusterTable';

/** Asking Azure is slow and costs requests: it is asked when somebody wants to know, and not again by itself. */
const NEVER_MS = 3_600_000;

interface Props {
  connection: AzureConnection;
  onClose: () => void;
  /** A sync is begun from here; absent for whoever may not. */
  onSync?: () => void;
}

/** What a sync through a connection would do, before it is done. */
export function DiscoverDialog(props: Props) {
  return (
    <Dialog
      className={frame.dialog}
      width={1100}
      isOpen
      onOpenChange={open => !open && props.onClose()}
    >
      <Content {...props} />
    </Dialog>
  );
}

function Content(props: Props) {
  const { connection, onSync } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { value, error, loading, refreshing, refresh } = useFluxcdQuery(
    (api, signal) =>
      api.discoverAksClusters(
        { params: { subscriptionId: connection.id } },
        { signal },
      ),
    [connection.id],
    { pollMs: NEVER_MS, onSignals: false },
  );
  return (
    <>
      <DialogHeader>
        {t('azure.discover.title', { name: connection.name })}
      </DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          <Text as="p" color="secondary">
            {t('azure.discover.description')}
          </Text>
          {loading && (
            <div role="status" aria-label={t('azure.discover.loading')}>
              <Text as="p">{t('azure.discover.loading')}</Text>
              <Skeleton height={200} width="100%" />
            </div>
          )}
          {!loading && !value && (
            <ErrorState
              title={t('azure.discover.error')}
              error={error!}
              permission={fluxcdAzureReadPermission.name}
              onRetry={refresh}
              retrying={refreshing}
            />
          )}
          {value && error && (
            <Alert
              role="alert"
              status="warning"
              icon
              title={t('common.stale', { message: errorMessage(error) })}
            />
          )}
          {value && (
            <>
              {!value.complete && (
                <Alert
                  role="status"
                  status="warning"
                  icon
                  title={
                    value.items.length > 0
                      ? t('azure.discover.incomplete')
                      : t('azure.discover.nothing')
                  }
                  description={t('azure.discover.incompleteDescription')}
                />
              )}
              <ProblemList problems={value.problems} failed={false} />
              {value.items.length > 0 ? (
                <>
                  <Text as="p" role="status" weight="bold">
                    {t('azure.discover.total', { count: value.items.length })}
                  </Text>
                  <AksClusterTable clusters={value.items} />
                </>
              ) : (
                value.complete && (
                  <Text as="p" role="status">
                    {t('azure.discover.empty')}
                  </Text>
                )
              )}
            </>
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        {onSync && value && value.items.length > 0 && (
          <Button variant="primary" onPress={onSync}>
            {t('azure.action.sync')}
          </Button>
        )}
        {value && (
          <Button variant="secondary" isPending={refreshing} onPress={refresh}>
            {t('azure.discover.again')}
          </Button>
        )}
        <Button variant="secondary" slot="close">
          {t('common.close')}
        </Button>
      </DialogFooter>
    </>
  );
}
