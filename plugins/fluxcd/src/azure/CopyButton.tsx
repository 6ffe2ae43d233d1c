import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';

/** Puts a text on the clipboard, and says so. */
export function CopyButton(props: {
  text: string;
  /** What is copied, in words. */
  what: string;
}) {
  const { text, what } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const [, copy] = useCopyToClipboard();
  const [copied, setCopied] = useState(false);
  const Icon = copied ? RiCheckLine : RiFileCopyLine;
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        aria-label={t('azure.copyLabel', { what })}
        iconStart={<Icon aria-hidden />}
        onPress={() => {
          copy(text);
          setCopied(true);
        }}
        onHoverEnd={() => setCopied(false)}
        onBlur={() => setCopied(false)}
      >
        {copied ? t('azure.copied') : t('azure.copy')}
      </Button>
      <VisuallyHidden role="status">
        {copied && t('azure.copied')}
      </VisuallyHidden>
    </>
  );
}
