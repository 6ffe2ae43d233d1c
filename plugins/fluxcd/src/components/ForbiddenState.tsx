import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiLockLine } from '@remixicon/react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { StateMessage } from './StateMessage';

/** Names the missing permission, and who can grant it. */
export function ForbiddenState(props: { permission: string }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  return (
    <StateMessage
      icon={<RiLockLine />}
      title={t('common.forbidden.title')}
      description={t('common.forbidden.description', {
        permission: props.permission,
      })}
    />
  );
}
