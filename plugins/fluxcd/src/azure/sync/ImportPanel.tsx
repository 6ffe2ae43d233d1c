import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, ButtonIcon, Skeleton } from '@backstage/ui';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiCloseLine,
  RiErrorWarningFill,
  RiLoader4Line,
} from '@remixicon/react';
import { useEffect, useRef, useState } from 'react';
import { errorMessage } from '../../components/errorMessage';
import { Elapsed } from '../../operations/Elapsed';
import styles from '../../operations/OperationPanel.module.css';
import { OperationSteps } from '../../operations/OperationSteps';
import { isErrorNamed } from '../../resources/isErrorNamed';
import { visibleText } from '../../resources/visibleText';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { importView } from './importView';

/** A running import is read this often, in milliseconds: it may name hundreds of clusters. */
const RUNNING_POLL_MS = 2_000;
/** A finished one does not change any more. */
const FINISHED_POLL_MS = 3_600_000;

const ICONS = {
  info: RiLoader4Line,
  success: RiCheckboxCircleFill,
  warning: RiAlertFill,
  danger: RiErrorWarningFill,
};

/** Follows an import to its end, cluster by cluster. */
export function ImportPanel(props: {
  operationId: string;
  /** It has come to its end while the page was watching, or before. */
  onFinished: () => void;
  onDismiss: () => void;
}) {
  const { operationId, onDismiss } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [finished, setFinished] = useState(false);
  const { value, error } = useFluxcdQuery(
    (api, signal) =>
      api.getOperation({ params: { operationId }, query: {} }, { signal }),
    [operationId],
    {
      pollMs: finished ? FINISHED_POLL_MS : RUNNING_POLL_MS,
      onSignals: false,
    },
  );
  const view = value && importView(value, t);
  // What the URL names may be any operation: only an import is shown here.
  const missing =
    (value !== undefined && !view) ||
    (error !== undefined && isErrorNamed(error, 'NotFoundError'));
  // It stays lost: changing the poll interval reads once more, and forgets the error meanwhile.
  const lost = missing || (finished && !view);
  const running = !lost && (view?.running ?? true);
  const callback = useRef(props.onFinished);
  callback.current = props.onFinished;
  useEffect(() => {
    if (running) return;
    setFinished(true);
    callback.current();
  }, [running]);

  if (lost)
    return (
      <Alert
        status="info"
        icon
        title={t('operations.lost.title')}
        description={t('azure.sync.lost')}
        customActions={
          <Button size="small" variant="tertiary" onPress={onDismiss}>
            {t('common.close')}
          </Button>
        }
      />
    );
  const tone = view?.tone ?? 'info';
  const Icon = ICONS[tone];
  const title = t('azure.sync.title', {
    name: visibleText(value?.targets[0]?.name ?? ''),
  });
  return (
    <section className={styles.root} data-tone={tone} aria-label={title}>
      <div className={styles.head}>
        <div className={styles.words}>
          <span>{title}</span>
          <span className={styles.headline} role="status">
            <Icon size={18} aria-hidden />
            {view?.headline ?? t('azure.sync.looking')}
          </span>
          {view?.message && <bdi>{visibleText(view.message)}</bdi>}
        </div>
        <ButtonIcon
          variant="tertiary"
          icon={<RiCloseLine />}
          aria-label={t('common.close')}
          onPress={onDismiss}
        />
      </div>
      {!view && !error && <Skeleton height={40} width="100%" />}
      {view && view.steps.length > 0 && (
        <OperationSteps
          label={t('azure.sync.clusters')}
          steps={view.steps}
          withoutKind
        />
      )}
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
          {running && <span>{t('azure.sync.goesOn')}</span>}
        </div>
      )}
    </section>
  );
}
