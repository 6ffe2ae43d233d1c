import type { AksCluster } from '../clusters/AksCluster';
import type { Principal } from '../directory/Directory';
import type { Answer } from '../http/Faults';
import type { Access } from './Access';
import { ArmError } from './ArmError';

/** Resource Graph: the rows of clusters, with the columns that the query projects; its other clauses are not read. */
export function queryResources(options: {
  body: string;
  caller: Principal;
  access: Access;
  clusters: AksCluster[];
}): Answer {
  const { caller, access, clusters } = options;
  const request = JSON.parse(options.body);
  const query = String(request.query ?? '');
  const asked: string[] | undefined = request.subscriptions?.map((id: string) =>
    id.toLowerCase(),
  );
  const visible = access
    .visible(caller)
    .filter(({ subscriptionId }) => access.allows(subscriptionId, 'clusters'))
    .map(({ subscriptionId }) => subscriptionId.toLowerCase())
    .filter(id => !asked || asked.includes(id));
  if (visible.length === 0) {
    throw new ArmError({
      status: 400,
      code: 'BadRequest',
      message: 'Please provide below info when asking for support.',
      details: [
        {
          code: 'NoValidSubscriptionsInQueryRequest',
          message: 'There are no valid subscriptions in the request.',
        },
      ],
    });
  }
  const columns = /\|\s*project\s+([^|]+)/i
    .exec(query)?.[1]
    .split(',')
    .map(column => column.trim());
  const rows = clusters
    .filter(({ subscriptionId }) =>
      visible.includes(subscriptionId.toLowerCase()),
    )
    // Stable order is the query's business; this one is by id, whatever it asks.
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(cluster => {
      const { type, ...row } = cluster.body('get');
      const all: Record<string, unknown> = {
        ...row,
        type: String(type).toLowerCase(),
        resourceGroup: cluster.resourceGroup,
        subscriptionId: cluster.subscriptionId,
        tenantId: cluster.tenantId,
      };
      return columns
        ? Object.fromEntries(
            columns.map(column => [column, all[column] ?? null]),
          )
        : all;
    });
  const top = Math.min(request.options?.$top ?? 100, 1000);
  const from = request.options?.$skipToken
    ? Number(Buffer.from(request.options.$skipToken, 'base64').toString())
    : request.options?.$skip ?? 0;
  const data = rows.slice(from, from + top);
  const more = from + top < rows.length;
  return {
    status: 200,
    headers: {
      'x-ms-user-quota-remaining': '14',
      'x-ms-user-quota-resets-after': '00:00:05',
    },
    body: {
      totalRecords: rows.length,
      count: data.length,
      data,
      facets: [],
      resultTruncated: 'false',
      ...(more && {
        $skipToken: Buffer.from(String(from + top)).toString('base64'),
      }),
    },
  };
}
