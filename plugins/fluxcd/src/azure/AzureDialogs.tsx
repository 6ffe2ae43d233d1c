import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { AzureConnectionList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import type { AzureDialog } from './AzureDialog';
import { DiscoverDialog } from './discover/DiscoverDialog';
import { AzureConnectionDialog } from './form/AzureConnectionDialog';
import { RotateSecretDialog } from './form/RotateSecretDialog';
import { DeleteConnectionDialog } from './remove/DeleteConnectionDialog';
import { TestConnectionDialog } from './testing/TestConnectionDialog';

/** The dialog that is open, if one is. Each is made anew when it opens. */
export function AzureDialogs(props: {
  dialog?: AzureDialog;
  clouds: AzureConnectionList['clouds'];
  onClose: () => void;
  /** Something was changed; with what to say of it. */
  onDone: (notice?: string) => void;
  /** Absent for whoever may not. */
  onSync?: (connection: AzureDialog['connection']) => void;
}) {
  const { dialog, clouds, onClose, onDone, onSync } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  if (!dialog) return null;
  const { kind, connection } = dialog;
  const { name } = connection;
  const done = (notice: string) => {
    onClose();
    onDone(notice);
  };
  if (kind === 'discover')
    return (
      <DiscoverDialog
        connection={connection}
        onClose={onClose}
        onSync={
          onSync &&
          (() => {
            onClose();
            onSync(connection);
          })
        }
      />
    );
  if (kind === 'test')
    return (
      <TestConnectionDialog
        connection={connection}
        onClose={onClose}
        onTested={onDone}
      />
    );
  if (kind === 'rotate')
    return (
      <RotateSecretDialog
        connection={connection}
        onClose={onClose}
        onRotated={() => done(t('azure.rotate.done', { name }))}
      />
    );
  if (kind === 'delete')
    return (
      <DeleteConnectionDialog
        connection={connection}
        onClose={onClose}
        onDeleted={() => done(t('azure.delete.done', { name }))}
      />
    );
  return (
    <AzureConnectionDialog
      isOpen
      connection={connection}
      clouds={clouds}
      onClose={onClose}
      onSaved={saved => done(t('azure.form.edited', { name: saved.name }))}
    />
  );
}
