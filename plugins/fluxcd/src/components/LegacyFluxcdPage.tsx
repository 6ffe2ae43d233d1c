import {
  Content,
  Header,
  HeaderTabs,
  Link,
  Page,
} from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Navigate, Route, Routes, useLocation } from 'react-router-dom';
import {
  activityRouteRef,
  clustersRouteRef,
  overviewRouteRef,
  resourcesRouteRef,
  settingsRouteRef,
} from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { ActivitySubPage } from './ActivitySubPage';
import { ClustersSubPage } from './ClustersSubPage';
import { DashboardSubPage } from './DashboardSubPage';
import { ResourcesSubPage } from './ResourcesSubPage';
import { SettingsSubPage } from './SettingsSubPage';

/** The pages below the header and the tabs that the old frontend system leaves to its plugins. */
export function LegacyFluxcdPage() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { pathname } = useLocation();
  const tabs = [
    {
      id: 'overview',
      label: t('common.tabs.overview'),
      to: useRouteRef(overviewRouteRef)(),
    },
    {
      id: 'resources',
      label: t('common.tabs.resources'),
      to: useRouteRef(resourcesRouteRef)(),
    },
    {
      id: 'clusters',
      label: t('common.tabs.clusters'),
      to: useRouteRef(clustersRouteRef)(),
    },
    {
      id: 'activity',
      label: t('common.tabs.activity'),
      to: useRouteRef(activityRouteRef)(),
    },
    {
      id: 'settings',
      label: t('common.tabs.settings'),
      to: useRouteRef(settingsRouteRef)(),
    },
  ];
  const selected = tabs.findIndex(({ to }) => pathname.startsWith(to));
  return (
    <Page themeId="tool">
      <Header title={t('common.title')} />
      <HeaderTabs
        selectedIndex={Math.max(0, selected)}
        tabs={tabs.map(({ id, label, to }) => ({
          id,
          label,
          tabProps: { component: Link, to },
        }))}
      />
      <Content noPadding>
        <Routes>
          <Route index element={<Navigate to="overview" replace />} />
          <Route path="overview/*" element={<DashboardSubPage />} />
          <Route path="resources/*" element={<ResourcesSubPage />} />
          <Route path="clusters/*" element={<ClustersSubPage />} />
          <Route path="activity/*" element={<ActivitySubPage />} />
          <Route path="settings/*" element={<SettingsSubPage />} />
        </Routes>
      </Content>
    </Page>
  );
}
