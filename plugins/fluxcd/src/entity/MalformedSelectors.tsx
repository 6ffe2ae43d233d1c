import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert } from '@backstage/ui';
import { visibleText } from '../resources/visibleText';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';

/** Says what of the annotations could not be read: dropping it in silence would show too little. */
export function MalformedSelectors(props: { malformed: string[] }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (!props.malformed.length) return null;
  return (
    <Alert
      status="warning"
      icon
      title={t('entity.malformed', {
        values: props.malformed.map(visibleText).join(', '),
      })}
      description={t('entity.grammar')}
    />
  );
}
