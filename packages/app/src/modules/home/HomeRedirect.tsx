import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Navigate, Route, Routes } from 'react-router-dom';

/** The page at `/` is also given every path that no other page takes. */
export function HomeRedirect() {
  return (
    <Routes>
      <Route index element={<Navigate to="/flux" replace />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
