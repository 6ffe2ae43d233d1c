import { Header, Page } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Tab, TabList, Tabs } from '@backstage/ui';
import { Navigate, Route, Routes } from 'react-router-dom';
import { clustersRouteRef, resourcesRouteRef } from '../routes';
import { fluxcdTranslationRef } from '../translation/fluxcdTranslationRef';
import { ClustersSubPage } from './ClustersSubPage';
import { ResourcesSubPage } from './ResourcesSubPage';

/** The pages below the header and the tabs that the old frontend system leaves to its plugins. */
export function LegacyFluxcdPage() {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const resources = useRouteRef(resourcesRouteRef)();
  const clusters = useRouteRef(clustersRouteRef)();
  return (
    <Page themeId="tool">
      <Header title={t('common.title')} />
      <div style={{ gridArea: 'pageContent' }}>
        <Tabs>
          <TabList>
            <Tab id="resources" href={resources} matchStrategy="prefix">
              {t('common.tabs.resources')}
            </Tab>
            <Tab id="clusters" href={clusters} matchStrategy="prefix">
              {t('common.tabs.clusters')}
            </Tab>
          </TabList>
        </Tabs>
        <Routes>
          <Route index element={<Navigate to="resources" replace />} />
          <Route path="resources/*" element={<ResourcesSubPage />} />
          <Route path="clusters/*" element={<ClustersSubPage />} />
        </Routes>
      </div>
    </Page>
  );
}
