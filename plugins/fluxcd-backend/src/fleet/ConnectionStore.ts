import type {
  ClusterKind,
  Connection,
  ConnectionReason,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { classifyDatabaseError } from '../database/classifyDatabaseError';
import { ConnectionTimeline } from './ConnectionTimeline';

/** What the fleet knows of the link to a cluster, and of what runs there. */
export interface ClusterHealth {
  connection: Connection;
  kubernetesVersion?: string;
  fluxVersion?: string;
}

/** Up to where a kind is in the database. */
export interface Reached {
  group: string;
  kind: string;
  /** The version of the API that its rows were read in. */
  version: string;
  resourceVersion: string;
}

interface ConnectionRow {
  id: string;
  created_at: string;
  state: Connection['state'] | null;
  reason: Connection['reason'] | null;
  message: string | null;
  since: string | null;
  last_contact_at: string | null;
  kubernetes_version: string | null;
  flux_version: string | null;
}

function toHealth(row: ConnectionRow): ClusterHealth {
  return {
    connection: {
      // Without a row nobody has tried yet.
      state: row.state ?? 'connecting',
      reason: row.reason ?? undefined,
      message: row.message ?? undefined,
      since: row.since ?? row.created_at,
      lastContactAt: row.last_contact_at ?? undefined,
    },
    kubernetesVersion: row.kubernetes_version ?? undefined,
    fluxVersion: row.flux_version ?? undefined,
  };
}

/** Health of the clusters, as whoever watches them has written it down. */
export class ConnectionStore {
  readonly timeline: ConnectionTimeline;
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
    this.timeline = new ConnectionTimeline(options);
  }

  /** `undefined` when there is no such cluster. */
  async get(clusterId: string): Promise<ClusterHealth | undefined> {
    const [row] = await this.#select().where('c.id', clusterId);
    return row && toHealth(row);
  }

  /** Health of every cluster, by cluster id. */
  async list(): Promise<Map<string, ClusterHealth>> {
    const rows = await this.#select();
    return new Map(rows.map(row => [row.id, toHealth(row)]));
  }

  /** Why clusters cannot be read, or only in part, by cluster id. */
  async reasons(): Promise<Map<string, ConnectionReason>> {
    const rows: Array<{ cluster_id: string; reason: ConnectionReason }> =
      await this.#knex('cluster_connections')
        .whereNotNull('reason')
        .select('cluster_id', 'reason');
    return new Map(rows.map(row => [row.cluster_id, row.reason]));
  }

  /** When the oldest list of each cluster was read, by cluster id; kinds that cannot be read do not count. */
  async oldestLists(): Promise<Map<string, string>> {
    const rows: Array<{ cluster_id: string; at: string }> = await this.#knex(
      'cluster_kinds',
    )
      .whereNotIn('state', ['absent', 'forbidden'])
      .whereNotNull('synced_at')
      .groupBy('cluster_id')
      .select('cluster_id')
      .min('synced_at as at');
    return new Map(rows.map(row => [row.cluster_id, row.at]));
  }

  /** The Flux kinds of a cluster that were looked for so far, by group and kind. */
  async kinds(clusterId: string): Promise<ClusterKind[]> {
    const rows = await this.#knex('cluster_kinds')
      .where({ cluster_id: clusterId })
      .orderBy(['api_group', 'kind']);
    const counts: Array<{ api_group: string; kind: string; count: unknown }> =
      await this.#knex('resources')
        .where({ cluster_id: clusterId })
        .groupBy('api_group', 'kind')
        .select('api_group', 'kind')
        .count('* as count');
    return rows.map(row => ({
      group: row.api_group,
      kind: row.kind,
      version: row.version ?? undefined,
      servedVersions: JSON.parse(row.served_versions ?? 'null') ?? undefined,
      state: row.state,
      message: row.message ?? undefined,
      syncedAt: row.synced_at ?? undefined,
      count: Number(
        counts.find(c => c.api_group === row.api_group && c.kind === row.kind)
          ?.count ?? 0,
      ),
    }));
  }

  /**
   * Where the kinds of a cluster can be continued whose rows were complete at `since` or later. A list that was broken
   * off leaves nothing to continue.
   */
  async reached(clusterId: string, since: string): Promise<Reached[]> {
    return this.#knex('cluster_kinds')
      .where({ cluster_id: clusterId })
      .where('synced_at', '>=', since)
      .whereNotNull('version')
      .whereNotNull('resource_version')
      .select(
        'api_group as group',
        'kind',
        'version',
        'resource_version as resourceVersion',
      );
  }

  /** Returns whether the cluster still exists. */
  async save(clusterId: string, health: ClusterHealth): Promise<boolean> {
    const { connection } = health;
    return this.#upsert('cluster_connections', ['cluster_id'], {
      cluster_id: clusterId,
      state: connection.state,
      reason: connection.reason ?? null,
      message: connection.message ?? null,
      since: connection.since,
      last_contact_at: connection.lastContactAt ?? null,
      kubernetes_version: health.kubernetesVersion ?? null,
      flux_version: health.fluxVersion ?? null,
    });
  }

  /**
   * Leaves alone how far the kind was read, unless it is read in another version now: then nothing is to be continued
   * over rows of the old one. Returns whether the cluster still exists.
   */
  async saveKind(
    clusterId: string,
    kind: Omit<ClusterKind, 'count' | 'syncedAt'>,
  ): Promise<boolean> {
    // Before, not after: whoever dies in between lists once more than necessary.
    await this.#knex('cluster_kinds')
      .where({
        cluster_id: clusterId,
        api_group: kind.group,
        kind: kind.kind,
      })
      .whereNot({ version: kind.version ?? null })
      .update({ resource_version: null });
    return this.#upsert('cluster_kinds', ['cluster_id', 'api_group', 'kind'], {
      cluster_id: clusterId,
      api_group: kind.group,
      kind: kind.kind,
      version: kind.version ?? null,
      served_versions: kind.servedVersions
        ? JSON.stringify(kind.servedVersions)
        : null,
      state: kind.state,
      message: kind.message ?? null,
    });
  }

  #select(): Knex.QueryBuilder<object, ConnectionRow[]> {
    return this.#knex('clusters as c')
      .leftJoin('cluster_connections as n', 'n.cluster_id', 'c.id')
      .select(
        'c.id',
        'c.created_at',
        'n.state',
        'n.reason',
        'n.message',
        'n.since',
        'n.last_contact_at',
        'n.kubernetes_version',
        'n.flux_version',
      );
  }

  async #upsert(
    table: string,
    key: string[],
    row: Record<string, unknown>,
  ): Promise<boolean> {
    try {
      await this.#knex(table).insert(row).onConflict(key).merge();
      return true;
    } catch (error) {
      if (classifyDatabaseError(error) === 'missing-parent') return false;
      throw error;
    }
  }
}
