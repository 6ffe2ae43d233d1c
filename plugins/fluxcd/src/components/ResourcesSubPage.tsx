import { lazy } from 'react';
import { Route, Routes, useParams } from 'react-router-dom';
import { PageFrame } from './PageFrame';

const ResourcesPage = lazy(() =>
  import('../resources/ResourcesPage').then(m => ({
    default: m.ResourcesPage,
  })),
);
const ResourcePage = lazy(() =>
  import('../resources/ResourcePage').then(m => ({ default: m.ResourcePage })),
);

/** A page of its own per resource: nothing of the last one may be seen under the name of the next. */
function KeyedResourcePage() {
  const { resourceId } = useParams();
  return <ResourcePage key={resourceId} />;
}

/** The list of resources, and one of them below it. */
export function ResourcesSubPage() {
  return (
    <PageFrame>
      <Routes>
        <Route index element={<ResourcesPage />} />
        <Route path=":resourceId" element={<KeyedResourcePage />} />
      </Routes>
    </PageFrame>
  );
}
