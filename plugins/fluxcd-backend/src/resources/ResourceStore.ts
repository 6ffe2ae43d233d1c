import type { Resource } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import type { StoredResource } from '../database/StoredResource';
import { toResource } from './toResource';

/** Reads single rows that the fleet keeps fresh, as the database has them now; for lists see `FleetReader`. */
export class ResourceStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  async get(id: string): Promise<Resource | undefined> {
    const [resource] = await this.getAll([id]);
    return resource;
  }

  /** The resources that exist among `ids`, in no particular order. */
  async getAll(ids: readonly string[]): Promise<Resource[]> {
    if (!ids.length) return [];
    const rows = await this.#knex<StoredResource>('resources as r')
      .join('clusters as c', 'c.id', 'r.cluster_id')
      .whereIn('r.id', [...new Set(ids)])
      .select('r.*', 'c.name as cluster_name');
    return rows.map((row: StoredResource & { cluster_name: string }) =>
      toResource(row, row.cluster_name),
    );
  }

  /** All resources of a cluster, in no particular order. */
  async listOfCluster(clusterId: string): Promise<Resource[]> {
    const rows = await this.#knex<StoredResource>('resources as r')
      .join('clusters as c', 'c.id', 'r.cluster_id')
      .where('r.cluster_id', clusterId)
      .select('r.*', 'c.name as cluster_name');
    return rows.map((row: StoredResource & { cluster_name: string }) =>
      toResource(row, row.cluster_name),
    );
  }

  /** Which of `ids` exist. */
  async existing(ids: readonly string[]): Promise<Set<string>> {
    const found = new Set<string>();
    // Databases limit the number of bindings: 999 in older SQLite.
    for (let start = 0; start < ids.length; start += 500) {
      const rows = await this.#knex('resources')
        .whereIn('id', ids.slice(start, start + 500))
        .select('id');
      for (const row of rows) found.add(row.id);
    }
    return found;
  }

  /** The API version that the cluster serves a kind in, as discovery found it. */
  async findVersion(
    clusterId: string,
    kind: { group: string; kind: string },
  ): Promise<string | undefined> {
    const row = await this.#knex('cluster_kinds')
      .where({ cluster_id: clusterId, api_group: kind.group, kind: kind.kind })
      .first('version');
    return row?.version ?? undefined;
  }
}
