import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Button } from '@backstage/ui';
import { RiErrorWarningLine } from '@remixicon/react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { errorMessage } from './errorMessage';
import { ForbiddenState } from './ForbiddenState';
import { StateMessage } from './StateMessage';

/** A read that failed and left nothing to show. A refusal by permission is explained as one. */
export function ErrorState(props: {
  title: string;
  error: Error;
  /** What the caller wanted to do, named when the backend refuses it. */
  permission: string;
  onRetry: () => void;
  retrying?: boolean;
}) {
  const { title, error, permission, onRetry, retrying } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const cause = (error as { cause?: { name?: string } }).cause;
  if (error.name === 'NotAllowedError' || cause?.name === 'NotAllowedError')
    return <ForbiddenState permission={permission} />;
  return (
    <StateMessage
      alert
      icon={<RiErrorWarningLine />}
      title={title}
      description={errorMessage(error)}
      actions={
        <Button variant="secondary" onPress={onRetry} isPending={retrying}>
          {t('common.retry')}
        </Button>
      }
    />
  );
}
