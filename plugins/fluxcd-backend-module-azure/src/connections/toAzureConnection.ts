import type { AzureConnection } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ConnectionFacts } from './ConnectionFacts';
import type { ConnectionRecord } from './ConnectionRecord';

/** A connection as the contract shows it; field by field, so that nothing new gets out unasked. */
export function toAzureConnection(
  record: ConnectionRecord,
  options: { readable: boolean; facts?: ConnectionFacts },
): AzureConnection {
  const { type, setAt, expiresAt } = record.credential;
  const { facts } = options;
  return {
    id: record.id,
    name: record.name,
    origin: record.origin,
    cloud: record.cloud,
    tenantId: record.tenantId,
    clientId: record.clientId,
    credential: { type, setAt, expiresAt, readable: options.readable },
    objectId: record.objectId,
    subscriptions:
      record.subscriptions === 'all' ? 'all' : [...record.subscriptions],
    include: record.include,
    exclude: record.exclude,
    clusterCount: facts?.clusterCount ?? 0,
    missingCount: facts?.missingCount ?? 0,
    status: record.status,
    problems: [...record.problems],
    lastSyncAt: record.lastSyncAt,
    nextSyncAt: facts?.nextSyncAt,
    operationId: facts?.operationId,
    createdAt: record.createdAt,
    createdBy: record.createdBy,
    updatedAt: record.updatedAt,
  };
}
