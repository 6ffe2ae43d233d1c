import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Button } from '@backstage/ui';
import { errorMessage } from '../components/errorMessage';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';

/** Why an operation was refused before it began. */
export function NotStartedAlert(props: {
  error: Error;
  onDismiss: () => void;
}) {
  const { error, onDismiss } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={t('operations.notStarted')}
      description={<bdi>{visibleText(errorMessage(error))}</bdi>}
      customActions={
        <Button size="small" variant="tertiary" onPress={onDismiss}>
          {t('common.close')}
        </Button>
      }
    />
  );
}
