import { Route, Routes } from 'react-router-dom';
import { SettingsPage } from '../settings/SettingsPage';
import { PageFrame } from './PageFrame';

/** What the operator configured. Other settings get a path of their own below it. */
export function SettingsSubPage() {
  return (
    <PageFrame>
      <Routes>
        <Route index element={<SettingsPage />} />
      </Routes>
    </PageFrame>
  );
}
