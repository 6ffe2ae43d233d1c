import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link } from '@backstage/ui';
import type { AzureConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RelativeTime } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiQuestionLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { visibleText } from '../resources/visibleText';
import { clustersRouteRef } from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { CredentialFact } from './CredentialFact';
import { filterText } from './filterText';
import styles from './ConnectionCard.module.css';

/** Who a connection is in Azure, what it looks through, and how current it is. */
export function ConnectionFacts(props: {
  connection: AzureConnection;
  /** Minutes; 0 for never. */
  syncMinutes: number;
}) {
  const { connection, syncMinutes } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const clustersLink = useRouteRef(clustersRouteRef)();
  const { subscriptions, include, exclude, clusterCount, missingCount } =
    connection;
  const id = (value: string | undefined): ReactNode =>
    value ? (
      <span className={styles.id}>{value}</span>
    ) : (
      t('azure.fact.environment')
    );
  const count = t('azure.fact.count', { count: clusterCount });
  let next: ReactNode = '–';
  if (syncMinutes === 0) next = t('azure.fact.byHand');
  else if (connection.nextSyncAt)
    next = <RelativeTime value={connection.nextSyncAt} />;
  const facts: Array<[string, ReactNode]> = [
    [
      t('azure.fact.clusters'),
      <>
        {clusterCount ? <Link href={clustersLink}>{count}</Link> : count}
        {missingCount > 0 && (
          <span className={styles.warning}>
            <RiQuestionLine size={16} aria-hidden />
            <span>
              {t('azure.fact.missing', { number: String(missingCount) })}
            </span>
          </span>
        )}
      </>,
    ],
    [
      t('azure.fact.lastSync'),
      connection.lastSyncAt ? (
        <RelativeTime value={connection.lastSyncAt} />
      ) : (
        t('azure.fact.never')
      ),
    ],
    [t('azure.fact.nextSync'), next],
    [
      t('azure.fact.credential'),
      <CredentialFact credential={connection.credential} />,
    ],
    [t('azure.fact.tenant'), id(connection.tenantId)],
    [t('azure.fact.client'), id(connection.clientId)],
    ...(connection.objectId
      ? [
          [t('azure.fact.object'), id(connection.objectId)] as [
            string,
            ReactNode,
          ],
        ]
      : []),
    [
      t('azure.fact.subscriptions'),
      subscriptions === 'all' ? (
        t('azure.fact.all')
      ) : (
        <ul className={styles.ids}>
          {subscriptions.map(subscription => (
            <li key={subscription} className={styles.id}>
              {subscription}
            </li>
          ))}
        </ul>
      ),
    ],
  ];
  for (const [key, filter] of [
    ['include', include],
    ['exclude', exclude],
  ] as const) {
    const text = filter && filterText(filter, t);
    if (text) facts.push([t(`azure.fact.${key}`), visibleText(text)]);
  }
  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => (
        <div key={label} className={styles.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
