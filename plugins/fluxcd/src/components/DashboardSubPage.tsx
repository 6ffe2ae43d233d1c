import { DashboardPage } from '../dashboard/DashboardPage';
import { PageFrame } from './PageFrame';

/** The overview of the fleet. */
export function DashboardSubPage() {
  return (
    <PageFrame>
      <DashboardPage />
    </PageFrame>
  );
}
