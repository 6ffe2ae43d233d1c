import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button, Text } from '@backstage/ui';
import type {
  AzureConnection,
  AzureConnectionList,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useId } from 'react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import type { AzureDialog } from './AzureDialog';
import { AzureStatus } from './AzureStatus';
import { ConnectionActions } from './ConnectionActions';
import { ConnectionFacts } from './ConnectionFacts';
import { ProblemList } from './ProblemList';
import { RoleBindings } from './RoleBindings';
import styles from './ConnectionCard.module.css';

/** One connection: how it stands, what is wrong with it, and what can be done. */
export function ConnectionCard(props: {
  connection: AzureConnection;
  list: AzureConnectionList;
  isStarting: boolean;
  /** The sync that is under way is shown by the page already. */
  isFollowed: boolean;
  onSync: () => void;
  onFollow: () => void;
  onOpen: (dialog: AzureDialog) => void;
}) {
  const { connection, list, isStarting, isFollowed } = props;
  const { name, cloud, origin, operationId, problems, status } = connection;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const id = useId();
  const title = list.clouds.find(known => known.name === cloud)?.title ?? cloud;
  return (
    <section className={styles.card} aria-labelledby={id}>
      <div className={styles.head}>
        <div className={styles.title}>
          <Text as="h3" id={id} variant="body-large" weight="bold">
            {name}
          </Text>
          <span className={styles.badge}>{title}</span>
          {origin === 'config' && (
            <span className={styles.badge}>{t('azure.origin.badge')}</span>
          )}
        </div>
        <AzureStatus status={status} />
      </div>
      <ProblemList problems={problems} failed={status === 'failed'} />
      <ConnectionFacts connection={connection} syncMinutes={list.syncMinutes} />
      {origin === 'config' && (
        <p className={styles.note}>
          {t('azure.origin.text', {
            key: <code key="key">fluxcd.azure.connections</code>,
          })}
        </p>
      )}
      {operationId && !isFollowed && (
        <div className={styles.actions}>
          <span>{t('azure.action.running')}</span>
          <Button size="small" variant="tertiary" onPress={props.onFollow}>
            {t('azure.action.show')}
          </Button>
        </div>
      )}
      <ConnectionActions
        connection={connection}
        isStarting={isStarting}
        onSync={props.onSync}
        onOpen={props.onOpen}
      />
      <RoleBindings identity={connection} />
    </section>
  );
}
