import { ActivityPage } from '../activity/ActivityPage';
import { PageFrame } from './PageFrame';

/** The record of who did what. */
export function ActivitySubPage() {
  return (
    <PageFrame>
      <ActivityPage />
    </PageFrame>
  );
}
