import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button, Skeleton, Text } from '@backstage/ui';
import { errorMessage } from '../components/errorMessage';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './LogsDialog.module.css';
import { LogText } from './LogText';
import type { PodLogs } from './usePodLogs';

function download(text: string, fileName: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}

/** The text of a log, and how the reading of it stands. */
export function LogOutput(props: {
  logs: PodLogs;
  wrap: boolean;
  paused: boolean;
  fileName: string;
  onAgain: () => void;
}) {
  const { logs, wrap, paused, fileName, onAgain } = props;
  const { text, cut, state, error } = logs;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const again = (
    <Button size="small" variant="tertiary" onPress={onAgain}>
      {t('workloads.logs.again')}
    </Button>
  );
  let words: string = t('workloads.logs.loading');
  if (state === 'open') {
    words = paused ? t('workloads.logs.paused') : t('workloads.logs.following');
  } else if (state === 'ended') {
    words = text ? t('workloads.logs.ended') : t('workloads.logs.empty');
  }
  return (
    <>
      {state === 'failed' && error && (
        <Alert
          status="warning"
          icon
          title={text ? t('workloads.logs.broken') : t('workloads.logs.error')}
          description={errorMessage(error)}
          customActions={again}
        />
      )}
      <div className={styles.state}>
        <Text role="status" variant="body-small" color="secondary">
          {state === 'failed' ? '' : words} {cut && t('workloads.logs.cut')}
        </Text>
        {state === 'ended' && again}
      </div>
      {state === 'loading' && <Skeleton height={200} width="100%" />}
      {text && (
        <LogText
          key={String(wrap)}
          // The end of the last line begins no other one.
          text={text.endsWith('\n') ? text.slice(0, -1) : text}
          textWrap={wrap}
          onDownloadLog={() => download(text, fileName)}
          onCopyLog={() => window.navigator.clipboard.writeText(text)}
        />
      )}
    </>
  );
}
