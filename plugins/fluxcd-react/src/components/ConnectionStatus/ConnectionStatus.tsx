import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Connection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RiAlertFill,
  RiLink,
  RiLinkUnlinkM,
  RiLoader4Line,
  RiPauseCircleLine,
  RiStopCircleLine,
} from '@remixicon/react';
import { fluxcdReactTranslationRef } from '../../translation';
import { RelativeTime } from '../RelativeTime/RelativeTime';
import styles from './ConnectionStatus.module.css';

const ICONS = {
  connecting: RiLoader4Line,
  connected: RiLink,
  degraded: RiAlertFill,
  disconnected: RiLinkUnlinkM,
  paused: RiPauseCircleLine,
  stopped: RiStopCircleLine,
} satisfies Record<Connection['state'], unknown>;

/** States in which what is shown may be old. */
const OLD: ReadonlySet<Connection['state']> = new Set([
  'disconnected',
  'paused',
  'stopped',
] as const);

/** @public */
export interface ConnectionStatusProps {
  connection: Connection;
  /** The state's word alone, without reason and last contact. */
  compact?: boolean;
}

/**
 * The health of the link to a cluster in words: state, why it is not better, and the last contact.
 * @public
 */
export function ConnectionStatus(props: ConnectionStatusProps) {
  const { connection, compact } = props;
  const { state, reason, message, lastContactAt } = connection;
  const { t } = useTranslationRef(fluxcdReactTranslationRef);
  const Icon = ICONS[state];
  return (
    <div className={styles.root}>
      <span className={styles.state} data-state={state}>
        <Icon className={styles.icon} size={16} aria-hidden />
        {t(`connection.${state}`)}
      </span>
      {!compact && reason && (
        <span className={styles.reason} title={message}>
          {t(`connection.reason.${reason}`)}
        </span>
      )}
      {!compact && OLD.has(state) && (
        <span className={styles.contact}>
          {lastContactAt ? (
            <>
              {t(
                state === 'paused'
                  ? 'connection.lastRead'
                  : 'connection.lastContact',
              )}{' '}
              <RelativeTime value={lastContactAt} />
            </>
          ) : (
            t('connection.neverReached')
          )}
        </span>
      )}
    </div>
  );
}
