import { Route, Routes, useParams } from 'react-router-dom';
import { ClustersPage } from '../clusters/ClustersPage';
import { ClusterPage } from '../clusters/detail/ClusterPage';
import { PageFrame } from './PageFrame';

/** A page of its own per cluster: nothing of the last one may be seen under the name of the next. */
function KeyedClusterPage() {
  const { clusterId } = useParams();
  return <ClusterPage key={clusterId} />;
}

/** The list of clusters, and one of them below it. */
export function ClustersSubPage() {
  return (
    <PageFrame>
      <Routes>
        <Route index element={<ClustersPage />} />
        <Route path=":clusterId" element={<KeyedClusterPage />} />
      </Routes>
    </PageFrame>
  );
}
