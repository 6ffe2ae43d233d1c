import type { DiscoveredCluster } from '@flux-orchestrator/backstage-plugin-fluxcd-node';
import type { AksRow } from '../clusters/AksRow';
import { portalLink } from '../clusters/portalLink';
import type { AzureSession } from '../credentials/AzureSession';
import { toLabels } from './toLabels';

const MAX_ENVIRONMENT_LENGTH = 63;
/** Control characters and those that turn the direction of text around. */
const UNPRINTABLE = /[\p{Cc}\u2028-\u202e\u2066-\u2069]+/gu;

/** What people read about the cluster in the portal, all of it from its listing. */
export function describeCluster(
  row: AksRow,
  session: Pick<AzureSession, 'cloud' | 'connection'>,
  environmentTag: string,
): Pick<
  DiscoveredCluster,
  'title' | 'description' | 'environment' | 'labels' | 'consoleUrl'
> {
  const environment = Object.entries(row.tags)
    .find(([tag]) => tag.toLowerCase() === environmentTag.toLowerCase())?.[1]
    .replace(UNPRINTABLE, ' ')
    .slice(0, MAX_ENVIRONMENT_LENGTH)
    .trim();
  return {
    title: row.name,
    description: `${row.resourceGroup} · ${row.location}`,
    environment: environment || undefined,
    labels: toLabels(row.tags),
    consoleUrl: portalLink(row.armId, {
      portalUrl: session.cloud.portalUrl,
      tenantId: session.connection.tenantId,
    }),
  };
}
