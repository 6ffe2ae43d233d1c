import { shortRevision } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button, Tooltip, TooltipTrigger, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { fluxcdReactTranslationRef } from '../../translation';
import styles from './Revision.module.css';

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
  const short = shortRevision(revision);
  const Icon = copied ? RiCheckLine : RiFileCopyLine;
  return (
    <TooltipTrigger>
      <Button
        variant="tertiary"
        size="small"
        className={styles.button}
        aria-label={t('revision.copy', { revision: short })}
        onPress={() => {
          copy(revision);
          setCopied(true);
        }}
        onHoverEnd={() => setCopied(false)}
        onBlur={() => setCopied(false)}
        iconEnd={<Icon className={styles.icon} size={14} aria-hidden />}
      >
        <span className={styles.text}>{short}</span>
        <VisuallyHidden role="status">
          {copied && t('revision.copied')}
        </VisuallyHidden>
      </Button>
      <Tooltip>{revision}</Tooltip>
    </TooltipTrigger>
  );
}
