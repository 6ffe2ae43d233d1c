import type { FluxcdApi } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Row } from './Row';

/** All rows of a cluster, as a reader of the API gets them: page by page. */
export async function readModel(
  api: FluxcdApi,
  clusterId: string,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.listResources({
      query: { cluster: clusterId, sort: 'name', limit: 500, cursor },
    });
    for (const item of page.items) {
      const { group, kind, namespace, name, uid, status, suspended } = item;
      const key = [group, kind, namespace, name].join('/');
      rows.push({ key, uid, status, suspended, revision: item.revision ?? '' });
    }
    cursor = page.nextCursor;
  } while (cursor);
  return rows;
}
