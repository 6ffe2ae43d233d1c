import type { Config } from '@backstage/config';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  type ClusterSync,
  MAX_RESYNC_MINUTES,
  type UpdateCluster,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import { classifyDatabaseError } from '../database/classifyDatabaseError';

/** Twice a day: a watch misses nothing, so this only heals what nobody thought of. Minutes. */
const DEFAULT_RESYNC_MINUTES = 12 * 60;

type Settings = Omit<ClusterSync, 'dataAsOf'>;

interface Row {
  cluster_id: string;
  /** SQLite and MariaDB answer numbers. */
  auto_sync: boolean | number | null;
  resync_minutes: number | null;
}

/** How each cluster is kept current: as configured, unless something else was set for it. */
export class SyncSettings {
  readonly #knex: Knex;
  readonly #auto: boolean;
  readonly #resyncMinutes: number;

  /** Fails with InputError, naming the key, when the configuration breaks a rule. */
  constructor(options: { knex: Knex; config: Config }) {
    const { knex, config } = options;
    this.#knex = knex;
    this.#auto = config.getOptionalBoolean('fluxcd.clusters.autoSync') ?? true;
    this.#resyncMinutes =
      config.getOptionalNumber('fluxcd.clusters.resyncMinutes') ??
      DEFAULT_RESYNC_MINUTES;
    if (
      !Number.isInteger(this.#resyncMinutes) ||
      this.#resyncMinutes < 0 ||
      this.#resyncMinutes > MAX_RESYNC_MINUTES
    ) {
      throw new InputError(
        `fluxcd.clusters.resyncMinutes: must be a whole number from 0 to ${MAX_RESYNC_MINUTES}`,
      );
    }
  }

  /** What counts for a cluster for which nothing else was set. Minutes. */
  get configured(): { auto: boolean; resyncMinutes: number } {
    return { auto: this.#auto, resyncMinutes: this.#resyncMinutes };
  }

  async get(clusterId: string): Promise<Settings> {
    return this.#resolve(await this.#row(clusterId));
  }

  /** Those of any cluster, as they stand now. */
  async all(): Promise<(clusterId: string) => Settings> {
    const rows = await this.#knex<Row>('cluster_settings');
    const byId = new Map(rows.map(row => [row.cluster_id, row]));
    return clusterId => this.#resolve(byId.get(clusterId));
  }

  /** `null` takes a setting back. Fails with NotFoundError. */
  async set(
    clusterId: string,
    change: NonNullable<UpdateCluster['sync']>,
  ): Promise<void> {
    const columns = {
      ...(change.auto !== undefined && { auto_sync: change.auto }),
      ...(change.resyncMinutes !== undefined && {
        resync_minutes: change.resyncMinutes,
      }),
    };
    if (!Object.keys(columns).length) return;
    try {
      await this.#knex('cluster_settings')
        .insert({ cluster_id: clusterId, ...columns })
        .onConflict('cluster_id')
        .merge(columns);
    } catch (error) {
      if (classifyDatabaseError(error) !== 'missing-parent') throw error;
      throw new NotFoundError('The cluster does not exist');
    }
  }

  async #row(clusterId: string): Promise<Row | undefined> {
    return this.#knex<Row>('cluster_settings')
      .where({ cluster_id: clusterId })
      .first();
  }

  #resolve(row: Row | undefined): Settings {
    const auto = row?.auto_sync ?? undefined;
    const resyncMinutes = row?.resync_minutes ?? undefined;
    return {
      auto: auto === undefined ? this.#auto : Boolean(auto),
      resyncMinutes: resyncMinutes ?? this.#resyncMinutes,
      overridden: {
        auto: auto !== undefined,
        resyncMinutes: resyncMinutes !== undefined,
      },
    };
  }
}
