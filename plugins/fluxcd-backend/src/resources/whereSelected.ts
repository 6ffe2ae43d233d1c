import { parseResourceSelector } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { chooseClusters } from './chooseClusters';
import type { ClusterName } from './ClusterName';

/** Keeps the rows of `resources as r` that one of the selectors asks for. None may be malformed. */
export function whereSelected(
  select: Knex.QueryBuilder,
  selectors: readonly string[],
  clusters: ReadonlyMap<string, ClusterName>,
): void {
  select.where(any => {
    for (const text of selectors) {
      const selector = parseResourceSelector(text);
      if (!selector) throw new TypeError('a selector is malformed');
      const { cluster, kubernetesId, ...names } = selector;
      any.orWhere(all => {
        if (cluster) {
          all.whereIn('r.cluster_id', chooseClusters(clusters, [cluster])!);
        }
        if (kubernetesId) all.where('r.kubernetes_id', kubernetesId);
        for (const [column, value] of Object.entries(names)) {
          if (value) all.where(`r.${column}`, value);
        }
      });
    }
  });
}
