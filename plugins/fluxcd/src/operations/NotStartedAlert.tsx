import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button } from '@backstage/ui';
import type { Resource } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { errorMessage } from '../components/errorMessage';
import { wayOutOfSuspension } from '../resources/detail/wayOutOfSuspension';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';

/** Why a reconciliation was refused before it began, and the way out where there is one. */
export function NotStartedAlert(props: {
  error: Error;
  resource: Resource;
  onDismiss: () => void;
}) {
  const { error, resource, onDismiss } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('resources.operation.notStarted')}
      description={
        <>
          <bdi>{visibleText(errorMessage(error))}</bdi>{' '}
          {resource.suspended && wayOutOfSuspension(resource, t)}
        </>
      }
      customActions={
        <Button size="small" variant="tertiary" onPress={onDismiss}>
          {t('common.close')}
        </Button>
      }
    />
  );
}
