import type {
  Cluster,
  UpdateCluster,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { MAX_RESYNC_MINUTES } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { parseLabels } from './parseLabels';

/** What is entered in the form. */
export interface EditClusterFields {
  title: string;
  description: string;
  environment: string;
  /** Lines of key=value. */
  labels: string;
  auto: 'configured' | 'on' | 'off';
  /** Empty: as configured. */
  resyncMinutes: string;
}

/** The fields as the cluster has them now. */
export function fieldsOf(cluster: Cluster): EditClusterFields {
  const { sync } = cluster;
  const set = sync.auto ? 'on' : 'off';
  return {
    title: cluster.title ?? '',
    description: cluster.description ?? '',
    environment: cluster.environment ?? '',
    labels: Object.entries(cluster.labels)
      .map(([key, value]) => `${key}=${value}`)
      .join('\n'),
    auto: sync.overridden.auto ? set : 'configured',
    resyncMinutes: sync.overridden.resyncMinutes
      ? String(sync.resyncMinutes)
      : '',
  };
}

export function isResyncValid(text: string): boolean {
  return (
    text.trim() === '' ||
    (/^\d{1,5}$/.test(text.trim()) && Number(text) <= MAX_RESYNC_MINUTES)
  );
}

const AUTO = { configured: null, on: true, off: false };

/** Only what differs: whoever edits a title must not undo what another one does to the labels meanwhile. */
export function changeOf(
  before: EditClusterFields,
  after: EditClusterFields,
): UpdateCluster {
  const differs = (key: keyof EditClusterFields) => before[key] !== after[key];
  const minutes = after.resyncMinutes.trim();
  const sync = {
    ...(differs('auto') && { auto: AUTO[after.auto] }),
    ...(differs('resyncMinutes') && {
      resyncMinutes: minutes === '' ? null : Number(minutes),
    }),
  };
  return {
    ...(differs('title') && { title: after.title.trim() }),
    ...(differs('description') && { description: after.description.trim() }),
    ...(differs('environment') && { environment: after.environment.trim() }),
    ...(differs('labels') && { labels: parseLabels(after.labels).labels }),
    ...(Object.keys(sync).length > 0 && { sync }),
  };
}
