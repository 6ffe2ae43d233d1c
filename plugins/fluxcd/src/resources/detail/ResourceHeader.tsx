import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link, Text } from '@backstage/ui';
import type { Resource } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { KindIcon } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import type { ReactNode } from 'react';
import { resourcesRouteRef } from '../../routes';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import styles from '../ResourcePage.module.css';

/** What the page is about, and what can be done with it. */
export function ResourceHeader(props: {
  resource: Resource;
  actions: ReactNode;
}) {
  const { resource, actions } = props;
  const { group, kind, namespace, name, clusterId, clusterName } = resource;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const listLink = useRouteRef(resourcesRouteRef)();
  const inCluster = new URLSearchParams({ cluster: clusterId });
  const inNamespace = new URLSearchParams({ cluster: clusterId, namespace });
  return (
    <header className={styles.header}>
      <div className={styles.names}>
        <span className={styles.kind}>
          <KindIcon group={group} kind={kind} />
          <Text color="secondary">{visibleText(kind)}</Text>
        </span>
        <Text as="h2" variant="title-medium" weight="bold">
          <bdi>{visibleText(name)}</bdi>
        </Text>
        <p className={styles.where}>
          <span>
            {t('resources.detail.namespace')}{' '}
            <Link href={`${listLink}?${inNamespace}`}>
              <bdi>{visibleText(namespace)}</bdi>
            </Link>
          </span>
          <span>
            {t('resources.detail.inCluster')}{' '}
            <Link href={`${listLink}?${inCluster}`}>
              <bdi>{visibleText(clusterName)}</bdi>
            </Link>
          </span>
        </p>
      </div>
      {actions}
    </header>
  );
}
