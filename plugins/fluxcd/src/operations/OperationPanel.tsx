import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, ButtonIcon, Skeleton } from '@backstage/ui';
import { shortRevision } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiCloseLine,
  RiErrorWarningFill,
  RiLoader4Line,
} from '@remixicon/react';
import { useEffect, useRef, useState } from 'react';
import { errorMessage } from '../components/errorMessage';
import { isErrorNamed } from '../resources/isErrorNamed';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { Elapsed } from './Elapsed';
import { operationHeadline } from './operationHeadline';
import { OperationSteps } from './OperationSteps';
import { operationView } from './operationView';
import styles from './OperationPanel.module.css';

/** A running operation is read this often, in milliseconds. */
const RUNNING_POLL_MS = 1_000;
/** A finished one does not change any more. Not infinite, for timers have no such thing. */
const FINISHED_POLL_MS = 3_600_000;

const ICONS = {
  info: RiLoader4Line,
  success: RiCheckboxCircleFill,
  warning: RiAlertFill,
  danger: RiErrorWarningFill,
};

/** Follows one operation to its end: its steps, the time it takes, and the outcome that was observed. */
export function OperationPanel(props: {
  operationId: string;
  resourceId: string;
  /** Whether it still runs, as far as is known. */
  onRunning: (running: boolean) => void;
  /** It has come to its end while the page was watching, or before. */
  onFinished: () => void;
  /** A sentence to be read aloud. */
  onAnnounce: (sentence: string) => void;
  onDismiss: () => void;
}) {
  const { operationId, resourceId, onDismiss } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [finished, setFinished] = useState(false);
  const { value, error } = useFluxcdQuery(
    (api, signal) =>
      api.getOperation(
        { params: { operationId }, query: { resourceId } },
        { signal },
      ),
    [operationId, resourceId],
    {
      pollMs: finished ? FINISHED_POLL_MS : RUNNING_POLL_MS,
      onSignals: false,
    },
  );
  const view = value && operationView(value, resourceId);
  const missing =
    (value !== undefined && !view) ||
    (error !== undefined && isErrorNamed(error, 'NotFoundError'));
  // It stays lost: changing the poll interval reads once more, and forgets the error meanwhile.
  const lost = missing || (finished && !view);
  const running = lost ? false : view?.running ?? true;
  const headline = view && operationHeadline(view, t);

  const callbacks = useRef(props);
  callbacks.current = props;
  useEffect(() => {
    callbacks.current.onRunning(running);
    if (running) return;
    setFinished(true);
    callbacks.current.onFinished();
  }, [running]);
  useEffect(() => () => callbacks.current.onRunning(false), []);
  useEffect(() => {
    if (headline) callbacks.current.onAnnounce(headline);
  }, [headline]);

  if (lost)
    return (
      <Alert
        status="info"
        icon
        title={t('operations.lost.title')}
        description={t('operations.lost.description')}
        customActions={
          <Button size="small" variant="tertiary" onPress={onDismiss}>
            {t('common.close')}
          </Button>
        }
      />
    );
  const title = value?.withSource
    ? t('operations.title.withSource')
    : t(`operations.title.${value?.type ?? 'reconcile'}`);
  const tone = view?.tone ?? 'info';
  const Icon = ICONS[tone];
  return (
    <section className={styles.root} data-tone={tone} aria-label={title}>
      <div className={styles.head}>
        <div className={styles.words}>
          <span className={styles.headline}>
            <Icon size={18} aria-hidden />
            {headline ?? t('operations.runningStart')}
          </span>
          {view?.message && (
            <bdi>{visibleText(shortRevision(view.message))}</bdi>
          )}
        </div>
        <ButtonIcon
          variant="tertiary"
          icon={<RiCloseLine />}
          aria-label={t('common.close')}
          onPress={onDismiss}
        />
      </div>
      {!view && !error && <Skeleton height={40} width="100%" />}
      {view && <OperationSteps steps={view.steps} resourceId={resourceId} />}
      {error && running && (
        <Alert
          status="warning"
          icon
          title={t('operations.connectionLost')}
          description={errorMessage(error)}
        />
      )}
      {value && (
        <div className={styles.meta}>
          <span>{title}</span>
          {(running || value.finishedAt) && (
            <Elapsed
              from={value.createdAt}
              to={running ? undefined : value.finishedAt}
            />
          )}
          <span>
            {t('operations.requestedBy', {
              user: visibleText(value.requestedBy),
            })}
          </span>
          {value.reason && (
            <bdi>
              {t('operations.reason', { reason: visibleText(value.reason) })}
            </bdi>
          )}
        </div>
      )}
    </section>
  );
}
