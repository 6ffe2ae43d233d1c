import { Route, Routes } from 'react-router-dom';
import { AzurePage } from '../azure/AzurePage';
import { SettingsNav } from '../settings/SettingsNav';
import { SettingsPage } from '../settings/SettingsPage';
import { PageFrame } from './PageFrame';

/** What the operator configured. Other settings have a path of their own below it. */
export function SettingsSubPage() {
  return (
    <PageFrame>
      <SettingsNav />
      <Routes>
        <Route index element={<SettingsPage />} />
        <Route path="azure" element={<AzurePage />} />
      </Routes>
    </PageFrame>
  );
}
