import type {
  ClusterKind,
  ConnectionReason,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { ConnectionTimeline } from './ConnectionTimeline';
import type { Lease } from './lease/Lease';
import { lockStanding } from './lease/lockStanding';
import { retryConflicts } from './lease/retryConflicts';
import { type ClusterHealth, type ConnectionRow, toHealth } from './toHealth';

export type { ClusterHealth };

/** Up to where a kind is in the database. */
export interface Reached {
  group: string;
  kind: string;
  /** The version of the API that its rows were read in. */
  version: string;
  resourceVersion: string;
}

/** When a cluster answered last. */
export interface Contact extends Lease {
  /** ISO 8601. */
  at: string;
}

/** Clusters per statement. */
const BATCH_SIZE = 200;

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
  async kinds(clusterId: string): Promise<Array<Omit<ClusterKind, 'count'>>> {
    const rows = await this.#knex('cluster_kinds')
      .where({ cluster_id: clusterId })
      .orderBy(['api_group', 'kind']);
    return rows.map(row => ({
      group: row.api_group,
      kind: row.kind,
      version: row.version ?? undefined,
      servedVersions: JSON.parse(row.served_versions ?? 'null') ?? undefined,
      state: row.state,
      message: row.message ?? undefined,
      syncedAt: row.synced_at ?? undefined,
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

  /**
   * Writes down how it stands with the cluster since `at`, and remembers it as an event when it is news. Returns
   * whether the lease stands; without it nothing is written.
   */
  async save(
    lease: Lease,
    health: ClusterHealth,
    at: string,
  ): Promise<boolean> {
    const { connection } = health;
    return this.#underLease(lease, async tx => {
      const row = {
        cluster_id: lease.clusterId,
        state: connection.state,
        reason: connection.reason ?? null,
        message: connection.message ?? null,
        since: connection.since,
        last_contact_at: connection.lastContactAt ?? null,
        kubernetes_version: health.kubernetesVersion ?? null,
        flux_version: health.fluxVersion ?? null,
      };
      await tx('cluster_connections')
        .insert(row)
        .onConflict('cluster_id')
        .merge();
      const timeline = new ConnectionTimeline({ knex: tx });
      await timeline.record(lease.clusterId, connection, at);
    });
  }

  /**
   * Leaves alone how far the kinds were read, unless one is read in another version now: then nothing is to be
   * continued over rows of the old one. Returns whether the lease stands; without it nothing is written.
   */
  async saveKinds(
    lease: Lease,
    kinds: ReadonlyArray<Omit<ClusterKind, 'count' | 'syncedAt'>>,
  ): Promise<boolean> {
    return this.#underLease(lease, async tx => {
      const rows = kinds.map(kind => ({
        cluster_id: lease.clusterId,
        api_group: kind.group,
        kind: kind.kind,
        version: kind.version ?? null,
        served_versions: kind.servedVersions
          ? JSON.stringify(kind.servedVersions)
          : null,
        state: kind.state,
        message: kind.message ?? null,
      }));
      for (const { api_group, kind, version } of rows) {
        await tx('cluster_kinds')
          .where({ cluster_id: lease.clusterId, api_group, kind })
          .whereNot({ version })
          .update({ resource_version: null });
      }
      await tx('cluster_kinds')
        .insert(rows)
        .onConflict(['cluster_id', 'api_group', 'kind'])
        .merge();
    });
  }

  /** Writes down when clusters answered last, those whose lease stands. */
  async touch(contacts: readonly Contact[]): Promise<void> {
    const sorted = [...contacts].sort((a, b) =>
      a.clusterId < b.clusterId ? -1 : 1,
    );
    for (let start = 0; start < sorted.length; start += BATCH_SIZE) {
      const batch = sorted.slice(start, start + BATCH_SIZE);
      await retryConflicts(() =>
        this.#knex.transaction(async tx => {
          const standing = await lockStanding(tx, batch);
          if (!standing.length) return;
          const noted = tx.raw(
            `CASE cluster_id ${'WHEN ? THEN ? '.repeat(standing.length)}END`,
            standing.flatMap(({ clusterId, at }) => [clusterId, at]),
          );
          await tx('cluster_connections')
            .whereIn(
              'cluster_id',
              standing.map(({ clusterId }) => clusterId),
            )
            // `save` may have written a later one since it was noted.
            .whereRaw("COALESCE(last_contact_at, '') < ?", [noted])
            .update({ last_contact_at: noted });
        }),
      );
    }
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

  async #underLease(
    lease: Lease,
    write: (tx: Knex) => Promise<void>,
  ): Promise<boolean> {
    return retryConflicts(() =>
      this.#knex.transaction(async tx => {
        const [standing] = await lockStanding(tx, [lease]);
        if (standing) await write(tx);
        return standing !== undefined;
      }),
    );
  }
}
