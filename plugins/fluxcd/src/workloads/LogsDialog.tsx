import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import type { Pod } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useState } from 'react';
import frame from '../components/Dialog.module.css';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { LogOptions, type LogChoice } from './LogOptions';
import { LogOutput } from './LogOutput';
import styles from './LogsDialog.module.css';
import { usePodLogs } from './usePodLogs';

/** The log of a pod: which container, how many lines, this run or the one before, once or as it is written. */
export function LogsDialog(props: {
  resourceId: string;
  pod: Pod;
  onClose: () => void;
}) {
  const { resourceId, pod, onClose } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [choice, setChoice] = useState<LogChoice>({
    container: pod.defaultContainer ?? pod.containers[0]?.name ?? '',
    tailLines: 200,
    follow: false,
    previous: false,
    wrap: false,
  });
  const [paused, setPaused] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const { container, tailLines, follow, previous, wrap } = choice;
  const logs = usePodLogs({
    resourceId,
    query: {
      namespace: pod.namespace,
      pod: pod.name,
      container: container || undefined,
      tailLines,
      follow,
      previous,
    },
    paused,
    attempt,
  });
  return (
    <Dialog
      width={960}
      isOpen
      onOpenChange={open => !open && onClose()}
      className={`${frame.dialog} ${styles.dialog}`}
    >
      <DialogHeader>
        {t('workloads.logs.title', { name: visibleText(pod.name) })}
      </DialogHeader>
      <DialogBody>
        <div className={styles.root}>
          <LogOptions
            pod={pod}
            choice={choice}
            onChange={next => {
              setPaused(false);
              setChoice(next);
            }}
          />
          <LogOutput
            logs={logs}
            wrap={wrap}
            paused={paused}
            fileName={`${pod.name}-${container}.log`}
            onAgain={() => setAttempt(attempt + 1)}
          />
        </div>
      </DialogBody>
      <DialogFooter>
        {follow && logs.state === 'open' && (
          <Button variant="secondary" onPress={() => setPaused(!paused)}>
            {paused ? t('workloads.logs.resume') : t('workloads.logs.pause')}
          </Button>
        )}
        <Button variant="secondary" slot="close">
          {t('common.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
