import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Text } from '@backstage/ui';
import {
  type AzureConnection,
  type AzureConnectionList,
  fluxcdAzureCreatePermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiAddLine } from '@remixicon/react';
import { useCallback, useId, useState } from 'react';
import { errorMessage } from '../components/errorMessage';
import { NotStartedAlert } from '../operations/NotStartedAlert';
import { useOperation } from '../operations/useOperation';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import type { AzureDialog } from './AzureDialog';
import { AzureDialogs } from './AzureDialogs';
import { AzureEmpty } from './AzureEmpty';
import { ConnectionCard } from './ConnectionCard';
import { AzureConnectionDialog } from './form/AzureConnectionDialog';
import { ImportPanel } from './sync/ImportPanel';
import { useAzurePermissions } from './useAzurePermissions';
import styles from './AzurePage.module.css';

/** The connections with what can be done with them, and the import that the page follows. */
export function AzureConnections(props: {
  list: AzureConnectionList;
  /** Why the list could not be read again. */
  error?: Error;
  onChanged: () => void;
}) {
  const { list, error, onChanged } = props;
  const { items, clouds, syncMinutes, retireAfter } = list;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { mayCreate, maySync, loading } = useAzurePermissions();
  const followed = useOperation();
  const hintId = useId();
  const [adding, setAdding] = useState(false);
  const [dialog, setDialog] = useState<AzureDialog>();
  const [syncing, setSyncing] = useState<string>();
  const [notice, setNotice] = useState<string>();
  const denied = !loading && !mayCreate;

  const done = useCallback(
    (words?: string) => {
      if (words) setNotice(words);
      onChanged();
    },
    [onChanged],
  );
  const sync = async (connection: AzureConnection) => {
    setNotice(undefined);
    setSyncing(connection.id);
    await followed.start(api =>
      api.syncAzureConnection({ params: { subscriptionId: connection.id } }),
    );
    onChanged();
  };

  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <div className={styles.words}>
          <Text as="h2" variant="title-x-small" weight="bold">
            {t('azure.title')}
          </Text>
          <Text as="p" color="secondary" variant="body-small">
            {t('azure.about')}{' '}
            {syncMinutes === 0
              ? t('azure.noSchedule')
              : t('azure.schedule', {
                  count: syncMinutes,
                  retireAfter: String(retireAfter),
                })}
          </Text>
        </div>
        <div className={styles.add}>
          <Button
            variant="primary"
            iconStart={<RiAddLine aria-hidden />}
            isDisabled={!mayCreate}
            aria-describedby={denied ? hintId : undefined}
            onPress={() => setAdding(true)}
          >
            {t('azure.add')}
          </Button>
          {denied && (
            <Text id={hintId} variant="body-small" color="secondary">
              {t('operations.forbidden', {
                permission: fluxcdAzureCreatePermission.name,
              })}
            </Text>
          )}
        </div>
      </div>
      <div role="status" className={styles.notice}>
        {notice && <Alert status="success" icon title={notice} />}
      </div>
      {error && (
        <Alert
          status="warning"
          icon
          title={t('common.stale', { message: errorMessage(error) })}
        />
      )}
      {followed.error && (
        <NotStartedAlert error={followed.error} onDismiss={followed.dismiss} />
      )}
      {followed.operationId && (
        <ImportPanel
          key={followed.operationId}
          operationId={followed.operationId}
          onFinished={onChanged}
          onDismiss={followed.dismiss}
        />
      )}
      {items.length === 0 && <AzureEmpty />}
      {items.map(connection => {
        const { id, operationId } = connection;
        return (
          <ConnectionCard
            key={id}
            connection={connection}
            list={list}
            isStarting={followed.starting && syncing === id}
            isFollowed={operationId === followed.operationId}
            onSync={() => sync(connection)}
            onFollow={() =>
              followed.start(api =>
                api.getOperation({
                  params: { operationId: operationId! },
                  query: {},
                }),
              )
            }
            onOpen={setDialog}
          />
        );
      })}
      <AzureDialogs
        dialog={dialog}
        clouds={clouds}
        onClose={() => setDialog(undefined)}
        onDone={done}
        onSync={maySync ? sync : undefined}
      />
      <AzureConnectionDialog
        isOpen={adding}
        clouds={clouds}
        onClose={() => setAdding(false)}
        onSaved={({ name }) => {
          setAdding(false);
          done(t('azure.form.added', { name }));
        }}
      />
    </div>
  );
}
