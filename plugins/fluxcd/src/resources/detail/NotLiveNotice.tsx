import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert } from '@backstage/ui';
import type { ResourceDetail } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  fluxcdReactTranslationRef,
  RelativeTime,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';

/** Says that the page shows what was last known, why, and how old that may be. */
export function NotLiveNotice(props: { detail: ResourceDetail }) {
  const { live, liveMessage, freshness } = props.detail;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { t: shared } = useTranslationRef(fluxcdReactTranslationRef);
  if (live) return null;
  const { reason, lastContactAt } = freshness.connection;
  const cluster = visibleText(freshness.clusterName);
  let why = liveMessage && visibleText(liveMessage);
  if (!why && reason) why = `${shared(`connection.reason.${reason}`)}.`;
  return (
    <Alert
      status="warning"
      icon
      title={t('resources.detail.live.title')}
      description={
        <>
          {why && <bdi>{why}</bdi>}{' '}
          {lastContactAt
            ? t('resources.detail.live.lastContact', {
                cluster,
                age: <RelativeTime value={lastContactAt} />,
              })
            : t('resources.detail.live.never', { cluster })}
        </>
      }
    />
  );
}
