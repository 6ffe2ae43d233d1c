import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Button,
  ButtonIcon,
  Menu,
  MenuItem,
  MenuTrigger,
  Text,
} from '@backstage/ui';
import type { ResourceDetail } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { RiArrowDownSLine, RiPlayLine, RiRefreshLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import type { ResourceAction } from './ResourceAction';
import styles from './ResourceActions.module.css';
import { type ResourceMenuEntry, resourceMenu } from './resourceMenu';
import { SuspendDialog } from './SuspendDialog';
import { useResourcePermissions } from './useResourcePermissions';

/**
 * What can be done to a resource: the most likely act as a button, all of them in a menu, each with a sentence that
 * says what it does or why it cannot be used.
 */
export function ResourceActions(props: {
  detail: ResourceDetail;
  /** A request is being sent, or the operation that the page follows is still running. */
  busy: boolean;
  onAct: (action: ResourceAction) => void;
}) {
  const { detail, busy, onAct } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { loading, missing } = useResourcePermissions();
  const [suspending, setSuspending] = useState(false);
  const hintId = useId();
  const entries = resourceMenu(detail, { missing, busy, t });
  const first = detail.resource.suspended ? 'resume' : 'reconcile';
  const main = entries.find(e => e.id === first) ?? entries[0];
  const hint = !loading && main.disabled ? main.text : undefined;
  const act = (id: ResourceMenuEntry['id']) => {
    if (id === 'suspend') setSuspending(true);
    else if (id === 'withSource')
      onAct({ type: 'reconcile', withSource: true });
    else if (id === 'reconcile') onAct({ type: id, withSource: false });
    else onAct({ type: id });
  };
  return (
    <div className={styles.root}>
      <div className={styles.split}>
        <Button
          iconStart={
            main.id === 'resume' ? (
              <RiPlayLine aria-hidden />
            ) : (
              <RiRefreshLine aria-hidden />
            )
          }
          isDisabled={loading || main.disabled}
          aria-describedby={hint ? hintId : undefined}
          onPress={() => act(main.id)}
        >
          {main.label}
        </Button>
        <MenuTrigger>
          <ButtonIcon
            icon={<RiArrowDownSLine />}
            aria-label={t('operations.more')}
            isDisabled={loading}
          />
          <Menu placement="bottom end">
            {entries.map(entry => (
              <MenuItem
                key={entry.id}
                id={entry.id}
                textValue={entry.label}
                className={styles.item}
                isDisabled={entry.disabled}
                onAction={() => act(entry.id)}
              >
                <span className={styles.entry}>
                  <span>{entry.label}</span>
                  <bdi className={styles.text}>{entry.text}</bdi>
                </span>
              </MenuItem>
            ))}
          </Menu>
        </MenuTrigger>
      </div>
      {hint && (
        <Text
          id={hintId}
          variant="body-small"
          color="secondary"
          className={styles.hint}
        >
          {hint}
        </Text>
      )}
      <SuspendDialog
        detail={detail}
        isOpen={suspending}
        onClose={() => setSuspending(false)}
        onSuspend={reason => onAct({ type: 'suspend', reason })}
      />
    </div>
  );
}
