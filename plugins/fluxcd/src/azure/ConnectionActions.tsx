import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button } from '@backstage/ui';
import {
  type AzureConnection,
  fluxcdAzureDeletePermission,
  fluxcdAzureSyncPermission,
  fluxcdAzureUpdatePermission,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RiDeleteBinLine,
  RiEditLine,
  RiKey2Line,
  RiPlugLine,
  RiRefreshLine,
  RiSearchLine,
} from '@remixicon/react';
import { type ReactElement, useId } from 'react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import type { AzureDialog } from './AzureDialog';
import { useAzurePermissions } from './useAzurePermissions';
import styles from './ConnectionCard.module.css';

/** What can be done with a connection; what this person may not do is shown, with what is missing for it. */
export function ConnectionActions(props: {
  connection: AzureConnection;
  /** A sync is being asked for: not even an operation exists yet. */
  isStarting: boolean;
  onSync: () => void;
  onOpen: (dialog: AzureDialog) => void;
}) {
  const { connection, isStarting, onSync, onOpen } = props;
  const { name, origin, operationId, credential } = connection;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const may = useAzurePermissions();
  const hintId = useId();
  const isOwn = origin === 'portal';
  const missing = may.loading
    ? []
    : [
        !may.maySync && fluxcdAzureSyncPermission.name,
        isOwn && !may.mayUpdate && fluxcdAzureUpdatePermission.name,
        isOwn && !may.mayDelete && fluxcdAzureDeletePermission.name,
      ].filter(Boolean);
  const button = (
    action: 'sync' | 'discover' | 'test' | 'edit' | 'rotate' | 'delete',
    options: {
      icon: ReactElement;
      allowed: boolean;
      onPress: () => void;
      isPending?: boolean;
    },
  ) => (
    <Button
      size="small"
      variant={action === 'sync' ? 'primary' : 'secondary'}
      iconStart={options.icon}
      isPending={options.isPending}
      isDisabled={
        !options.allowed || (action === 'sync' && operationId !== undefined)
      }
      aria-label={t('azure.action.label', {
        action: t(`azure.action.${action}`),
        name,
      })}
      aria-describedby={
        !options.allowed && missing.length > 0 ? hintId : undefined
      }
      onPress={options.onPress}
    >
      {t(`azure.action.${action}`)}
    </Button>
  );
  const open = (kind: AzureDialog['kind']) => () =>
    onOpen({ kind, connection });
  return (
    <>
      <div
        className={styles.actions}
        role="group"
        aria-label={t('azure.action.group', { name })}
      >
        {button('sync', {
          icon: <RiRefreshLine aria-hidden />,
          allowed: may.maySync,
          isPending: isStarting,
          onPress: onSync,
        })}
        {button('discover', {
          icon: <RiSearchLine aria-hidden />,
          allowed: true,
          onPress: open('discover'),
        })}
        {button('test', {
          icon: <RiPlugLine aria-hidden />,
          allowed: may.maySync,
          onPress: open('test'),
        })}
        {isOwn && (
          <>
            {button('edit', {
              icon: <RiEditLine aria-hidden />,
              allowed: may.mayUpdate,
              onPress: open('edit'),
            })}
            {credential.type === 'client-secret' &&
              button('rotate', {
                icon: <RiKey2Line aria-hidden />,
                allowed: may.mayUpdate,
                onPress: open('rotate'),
              })}
            {button('delete', {
              icon: <RiDeleteBinLine aria-hidden />,
              allowed: may.mayDelete,
              onPress: open('delete'),
            })}
          </>
        )}
      </div>
      {missing.length > 0 && (
        <p id={hintId} className={styles.note}>
          {t('azure.denied', { permissions: missing.join(', ') })}
        </p>
      )}
    </>
  );
}
