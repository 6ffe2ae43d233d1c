import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Text } from '@backstage/ui';
import { type ReactElement, type ReactNode, useId } from 'react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';

/** A button for those who may; to others it says which permission they lack. */
export function ActButton(props: {
  permission: BasicPermission;
  icon: ReactElement;
  isDisabled: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  const { permission, icon, isDisabled, onPress, children } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { loading, allowed } = usePermission({ permission });
  const hintId = useId();
  const denied = !loading && !allowed;
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        iconStart={icon}
        isDisabled={isDisabled || !allowed}
        aria-describedby={denied ? hintId : undefined}
        onPress={onPress}
      >
        {children}
      </Button>
      {denied && (
        <Text id={hintId} variant="body-small" color="secondary">
          {t('workloads.act.forbidden', { permission: permission.name })}
        </Text>
      )}
    </>
  );
}
