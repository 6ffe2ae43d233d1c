import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { toError } from '@backstage/errors';
import { Button, Flex, Menu, MenuItem, MenuTrigger, Text } from '@backstage/ui';
import type {
  ExportFormat,
  FluxcdApi,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { RiDownloadLine } from '@remixicon/react';
import { useState } from 'react';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { errorMessage } from './errorMessage';

/** Gives the browser a file to save. */
function save(file: File): void {
  const url = URL.createObjectURL(file);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = file.name;
  anchor.click();
  URL.revokeObjectURL(url);
}

/** Saves the list that is seen, all pages of it, as a file. */
export function ExportMenu(props: {
  load: (api: FluxcdApi, format: ExportFormat) => Promise<File>;
}) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const api = useApi(fluxcdApiRef);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const run = async (format: ExportFormat) => {
    setBusy(true);
    setError(undefined);
    try {
      save(await props.load(api, format));
    } catch (e) {
      setError(toError(e));
    }
    setBusy(false);
  };
  return (
    <Flex align="center" gap="2">
      <MenuTrigger>
        <Button
          variant="secondary"
          iconStart={<RiDownloadLine aria-hidden />}
          isPending={busy}
        >
          {t('activity.export.label')}
        </Button>
        <Menu>
          <MenuItem onAction={() => run('csv')}>
            {t('activity.export.csv')}
          </MenuItem>
          <MenuItem onAction={() => run('json')}>
            {t('activity.export.json')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      <span role="alert">
        {error && (
          <Text variant="body-small" color="danger">
            {t('activity.export.failed', { message: errorMessage(error) })}
          </Text>
        )}
      </span>
    </Flex>
  );
}
