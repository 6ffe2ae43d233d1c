import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { usePermission } from '@backstage/plugin-permission-react';
import { Link } from '@backstage/ui';
import { fluxcdAzureReadPermission } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useFluxcdQuery } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useLocation } from 'react-router-dom';
import { isErrorNamed } from '../resources/isErrorNamed';
import { settingsRouteRef } from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import styles from './SettingsNav.module.css';

/** What is installed does not change while the backend runs. */
const NEVER_MS = 3_600_000;

/** The parts of the settings, where there is more than one for this person. */
export function SettingsNav() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { pathname } = useLocation();
  const home = useRouteRef(settingsRouteRef)();
  const { allowed } = usePermission({ permission: fluxcdAzureReadPermission });
  const { value, error } = useFluxcdQuery(
    (api, signal) => api.getSettings({}, { signal }),
    [],
    { pollMs: NEVER_MS, onSignals: false },
  );
  // Who may see Azure but not the settings is not told whether it is installed; its page is.
  const mayBeThere =
    error !== undefined && isErrorNamed(error, 'NotAllowedError');
  const isThere = value?.sources.some(({ id }) => id === 'azure-aks');
  if (!allowed || !(isThere || mayBeThere)) return null;
  const azure = `${home}/azure`;
  return (
    <nav className={styles.nav} aria-label={t('azure.nav.label')}>
      {[
        [home, t('azure.nav.general')],
        [azure, t('azure.nav.azure')],
      ].map(([href, label]) => {
        const isHere = pathname.startsWith(azure) === (href === azure);
        return (
          <Link
            key={href}
            href={href}
            className={styles.link}
            aria-current={isHere ? 'page' : undefined}
          >
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
