import {
  activitySchema,
  clusterSchema,
  MAX_EXPORT_ROWS,
  resourceSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ActivityReader } from '../activity/ActivityReader';
import type { HistoryReader } from '../history/HistoryReader';
import type { ClusterReader } from '../resources/ClusterReader';
import type { FleetReader } from '../resources/FleetReader';
import type { ManagedObjectReader } from '../resources/ManagedObjectReader';
import type { SummaryService } from '../resources/SummaryService';
import { exportColumns } from './exportColumns';
import { exportFile } from './exportFile';
import type { Handlers } from './Handlers';

/** One row more than a file holds, which tells that there are too many. */
const LIMIT = MAX_EXPORT_ROWS + 1;

/** The handlers of the routes that report on the fleet as a whole. */
export type ReportHandlers = Pick<
  Handlers,
  | 'getSummary'
  | 'listActivities'
  | 'exportClusters'
  | 'exportResources'
  | 'exportActivities'
  | 'listHistory'
  | 'listResourceHistory'
  | 'listManagedObjects'
>;

/** What the reporting routes ask of which service. */
export function createReportHandlers(services: {
  summary: Pick<SummaryService, 'get'>;
  activityReader: Pick<ActivityReader, 'list' | 'newest'>;
  historyReader: Pick<HistoryReader, 'list' | 'listOf'>;
  managedReader: Pick<ManagedObjectReader, 'list'>;
  clusterReader: Pick<ClusterReader, 'list'>;
  fleetReader: Pick<FleetReader, 'first'>;
}): ReportHandlers {
  const {
    summary,
    activityReader,
    historyReader,
    managedReader,
    clusterReader,
    fleetReader,
  } = services;
  return {
    async getSummary() {
      return summary.get();
    },
    async listActivities({ query }) {
      return activityReader.list(query);
    },
    async listHistory({ query }) {
      return historyReader.list(query);
    },
    async listResourceHistory({ params, query }) {
      return historyReader.listOf(params.resourceId, query);
    },
    async listManagedObjects({ query }) {
      return managedReader.list(query);
    },
    async exportClusters({ query }) {
      return exportFile({
        name: 'clusters',
        format: query.format,
        rows: await clusterReader.list(),
        columns: exportColumns.clusters,
        schema: clusterSchema,
      });
    },
    async exportResources({ query: { format, ...filter } }) {
      return exportFile({
        name: 'resources',
        format,
        rows: await fleetReader.first(filter, LIMIT),
        columns: exportColumns.resources,
        schema: resourceSchema,
      });
    },
    async exportActivities({ query: { format, ...filter } }) {
      return exportFile({
        name: 'activities',
        format,
        rows: await activityReader.newest(filter, LIMIT),
        columns: exportColumns.activities,
        schema: activitySchema,
      });
    },
  };
}
