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
import { clustersRouteRef, resourcesRouteRef } from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { ClustersSubPage } from './ClustersSubPage';
import { ResourcesSubPage } from './ResourcesSubPage';

/** The pages below the header and the tabs that the old frontend system leaves to its plugins. */
export function LegacyFluxcdPage() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const { pathname } = useLocation();
  const tabs = [
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
          <Route index element={<Navigate to="resources" replace />} />
          <Route path="resources/*" element={<ResourcesSubPage />} />
          <Route path="clusters/*" element={<ClustersSubPage />} />
        </Routes>
      </Content>
    </Page>
  );
}
