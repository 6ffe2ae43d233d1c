import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert } from '@backstage/ui';
import type {
  SettingValues,
  Settings,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ReactNode } from 'react';
import { useResyncText } from '../clusters/useResyncText';
import { Panel } from '../dashboard/Panel';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { CodeList } from './CodeList';
import { SealedCredentials } from './SealedCredentials';
import { SettingList } from './SettingList';
import styles from './SettingsPage.module.css';

/** The settings, by what they are about. */
export function SettingsSections(props: { settings: Settings }) {
  const { values, encryption, sources } = props.settings;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const resync = useResyncText(values['fluxcd.clusters.resyncMinutes'].value);
  const item = (
    settingKey: keyof SettingValues,
    label: string,
    value: ReactNode,
  ) => ({
    settingKey,
    label,
    value,
    configured: values[settingKey].configured,
  });
  const onOff = (on: boolean) => t(on ? 'settings.on' : 'settings.off');
  const days = (count: number) => t('settings.retention.days', { count });
  const cidrs = values['fluxcd.clusters.allowedCidrs'].value;
  const inCluster = values['fluxcd.inCluster.enabled'].value;
  const enforced = values['permission.enabled'].value;
  const dangerous = values['fluxcd.dangerouslyAllowWithoutPermissions'].value;
  return (
    <>
      <Panel
        title={t('settings.credentials.title')}
        description={t('settings.credentials.description')}
      >
        <SettingList
          items={[
            {
              settingKey: 'fluxcd.encryption.keys',
              configured: true,
              label: t('settings.credentials.keys'),
              value: encryption.keys,
            },
            {
              label: t('settings.credentials.newest'),
              value: (
                <span className={styles.code}>{encryption.newestKeyId}</span>
              ),
              description: t('settings.credentials.newestDescription'),
            },
            {
              label: t('settings.credentials.clusters'),
              value: <SealedCredentials clusters={encryption.clusters} />,
            },
          ]}
        />
      </Panel>
      <Panel
        title={t('settings.sync.title')}
        description={t('settings.sync.description')}
      >
        <SettingList
          items={[
            item(
              'fluxcd.clusters.autoSync',
              t('settings.sync.auto'),
              onOff(values['fluxcd.clusters.autoSync'].value),
            ),
            item(
              'fluxcd.clusters.resyncMinutes',
              t('settings.sync.resync'),
              resync,
            ),
          ]}
        />
      </Panel>
      <Panel
        title={t('settings.retention.title')}
        description={t('settings.retention.description')}
      >
        <SettingList
          items={[
            item(
              'fluxcd.retention.activityDays',
              t('settings.retention.activity'),
              days(values['fluxcd.retention.activityDays'].value),
            ),
            item(
              'fluxcd.retention.operationDays',
              t('settings.retention.operation'),
              days(values['fluxcd.retention.operationDays'].value),
            ),
            item(
              'fluxcd.retention.historyDays',
              t('settings.retention.history'),
              days(values['fluxcd.retention.historyDays'].value),
            ),
          ]}
        />
      </Panel>
      <Panel
        title={t('settings.addresses.title')}
        description={t('settings.addresses.description')}
      >
        <SettingList
          items={[
            item(
              'fluxcd.clusters.allowedCidrs',
              t('settings.addresses.allowed'),
              cidrs.length ? (
                <CodeList words={cidrs} />
              ) : (
                t('settings.addresses.none')
              ),
            ),
          ]}
        />
      </Panel>
      <Panel title={t('settings.sources.title')}>
        <SettingList
          items={[
            {
              label: t('settings.sources.installed'),
              value: <CodeList words={sources.map(({ id }) => id)} />,
              description: t('settings.sources.installedDescription'),
            },
            item(
              'fluxcd.inCluster.enabled',
              t('settings.sources.enabled'),
              onOff(inCluster),
            ),
            ...(inCluster
              ? [
                  item(
                    'fluxcd.inCluster.name',
                    t('settings.sources.name'),
                    values['fluxcd.inCluster.name'].value,
                  ),
                ]
              : []),
          ]}
        />
      </Panel>
      <Panel title={t('settings.permissions.title')}>
        {!enforced && (
          <Alert
            status="warning"
            icon
            title={t(
              dangerous
                ? 'settings.permissions.everybody'
                : 'settings.permissions.nobody',
            )}
          />
        )}
        <SettingList
          items={[
            item(
              'permission.enabled',
              t('settings.permissions.enabled'),
              onOff(enforced),
            ),
            item(
              'fluxcd.dangerouslyAllowWithoutPermissions',
              t('settings.permissions.dangerous'),
              onOff(dangerous),
            ),
          ]}
        />
      </Panel>
    </>
  );
}
