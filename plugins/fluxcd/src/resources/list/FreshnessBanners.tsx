import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button } from '@backstage/ui';
import type { Freshness } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  fluxcdReactTranslationRef,
  RelativeTime,
} from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useState } from 'react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';
import styles from './FreshnessBanners.module.css';

/** More banners than this are folded into one. */
const SHOWN = 2;
/** Clusters that the folded banner names. */
const NAMED = 6;

const STATUS = {
  disconnected: 'danger',
  degraded: 'warning',
  connecting: 'info',
  paused: 'info',
  stopped: 'info',
} as const;

/** One cluster that is not current: since when, and why. */
function FreshnessBanner(props: { freshness: Freshness }) {
  const { clusterName, connection } = props.freshness;
  const { state, reason, message, lastContactAt } = connection;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { t: shared } = useTranslationRef(fluxcdReactTranslationRef);
  if (state === 'connected') return null;
  const cluster = visibleText(clusterName);
  return (
    <Alert
      status={STATUS[state]}
      icon
      title={t(`resources.list.freshness.${state}`, { cluster })}
      description={
        <span className={styles.description}>
          {reason && <span>{shared(`connection.reason.${reason}`)}.</span>}
          {message && <bdi>{visibleText(message)}</bdi>}
          {state === 'connecting' && (
            <span>{t('resources.list.freshness.connectingDetail')}</span>
          )}
          {state !== 'connecting' && (
            <span>
              {lastContactAt
                ? t(
                    state === 'degraded'
                      ? 'resources.list.freshness.lastContactDegraded'
                      : 'resources.list.freshness.lastContact',
                    { age: <RelativeTime value={lastContactAt} /> },
                  )
                : t('resources.list.freshness.never')}
            </span>
          )}
        </span>
      }
    />
  );
}

/** Which clusters the rows below cannot be trusted for. A dead cluster costs one banner, never a page. */
export function FreshnessBanners(props: { freshness: Freshness[] }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [open, setOpen] = useState(false);
  const order = Object.keys(STATUS);
  const stale = props.freshness
    .filter(f => f.connection.state !== 'connected')
    .sort(
      (a, b) =>
        order.indexOf(a.connection.state) - order.indexOf(b.connection.state) ||
        a.clusterName.localeCompare(b.clusterName),
    );
  if (!stale.length) return null;
  const folded = stale.length > SHOWN;
  return (
    <section
      className={styles.root}
      aria-label={t('resources.list.freshness.label')}
    >
      {folded && (
        <Alert
          status={STATUS[stale[0].connection.state as keyof typeof STATUS]}
          icon
          title={t('resources.list.freshness.summary', { count: stale.length })}
          description={stale
            .slice(0, NAMED)
            .map(f => visibleText(f.clusterName))
            .concat(stale.length > NAMED ? '…' : [])
            .join(', ')}
          customActions={
            <Button
              size="small"
              variant="tertiary"
              aria-expanded={open}
              onPress={() => setOpen(!open)}
            >
              {open
                ? t('resources.list.freshness.hide')
                : t('resources.list.freshness.show')}
            </Button>
          }
        />
      )}
      {(!folded || open) &&
        stale.map(f => <FreshnessBanner key={f.clusterId} freshness={f} />)}
    </section>
  );
}
