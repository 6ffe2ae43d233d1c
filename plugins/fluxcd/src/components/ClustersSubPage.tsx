import { ClustersPage } from '../clusters/ClustersPage';
import { PageFrame } from './PageFrame';

/** The list of clusters. */
export function ClustersSubPage() {
  return (
    <PageFrame>
      <ClustersPage />
    </PageFrame>
  );
}
