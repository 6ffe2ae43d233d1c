import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Tooltip, TooltipTrigger, Button } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { fluxcdReactTranslationRef } from '../../translation';
import styles from './Revision.module.css';
import { shortRevision } from './shortRevision';

/** @public */
export interface RevisionProps {
  /** As Flux writes it, e.g. `main@sha1:…` or a chart version. */
  revision: string;
}

/**
 * A revision in short form; its full form is in the tooltip and goes to the clipboard on a press.
 * @public
 */
export function Revision(props: RevisionProps) {
  const { revision } = props;
  const { t } = useTranslationRef(fluxcdReactTranslationRef);
  const [, copy] = useCopyToClipboard();
  const [copied, setCopied] = useState(false);
  const Icon = copied ? RiCheckLine : RiFileCopyLine;
  return (
    <TooltipTrigger onOpenChange={open => !open && setCopied(false)}>
      <Button
        variant="tertiary"
        size="small"
        className={styles.button}
        aria-label={t('revision.copy', { revision })}
        onPress={() => {
          copy(revision);
          setCopied(true);
        }}
        iconEnd={<Icon className={styles.icon} aria-hidden />}
      >
        <span className={styles.text}>{shortRevision(revision)}</span>
      </Button>
      <Tooltip>{copied ? t('revision.copied') : revision}</Tooltip>
    </TooltipTrigger>
  );
}
