import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { stringifyError } from '@backstage/errors';
import {
  type SettingValues,
  settingValuesSchema,
  type Settings,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { ClusterVault } from '../clusters/ClusterVault';
import { readInClusterSettings } from '../clusters/readInClusterSettings';
import type { SyncSettings } from '../clusters/SyncSettings';
import type { Retention } from '../retention/readRetention';

/** Tells what the operator configured, and how the stored credentials stand. Knows neither keys nor secrets. */
export class SettingsReader {
  readonly #values: SettingValues;
  readonly #vault: Pick<ClusterVault, 'keys' | 'inspect'>;
  readonly #sourceIds: readonly string[];
  readonly #logger: LoggerService;

  /** Values are taken now, as the services take them: what is changed in app-config later does not count yet. */
  constructor(options: {
    config: Config;
    sync: Pick<SyncSettings, 'configured'>;
    retention: Retention;
    vault: Pick<ClusterVault, 'keys' | 'inspect'>;
    sourceIds: readonly string[];
    logger: LoggerService;
  }) {
    const { config, sync, retention } = options;
    const inCluster = readInClusterSettings(config);
    const setting = <T>(key: keyof SettingValues, value: T) => ({
      [key]: { value, configured: config.has(key) },
    });
    const flag = (key: keyof SettingValues) =>
      setting(key, config.getOptionalBoolean(key) ?? false);
    const { auto, resyncMinutes } = sync.configured;
    const cidrs = 'fluxcd.clusters.allowedCidrs';
    this.#values = settingValuesSchema.parse({
      ...setting('fluxcd.clusters.autoSync', auto),
      ...setting('fluxcd.clusters.resyncMinutes', resyncMinutes),
      ...setting(cidrs, config.getOptionalStringArray(cidrs) ?? []),
      ...setting('fluxcd.retention.activityDays', retention.activityDays),
      ...setting('fluxcd.retention.operationDays', retention.operationDays),
      ...setting('fluxcd.retention.historyDays', retention.historyDays),
      ...setting('fluxcd.inCluster.enabled', inCluster.enabled),
      ...setting('fluxcd.inCluster.name', inCluster.name),
      ...flag('permission.enabled'),
      ...flag('fluxcd.dangerouslyAllowWithoutPermissions'),
    });
    this.#vault = options.vault;
    this.#sourceIds = options.sourceIds;
    this.#logger = options.logger;
  }

  async get(): Promise<Settings> {
    const { count, newestId } = this.#vault.keys;
    return {
      values: this.#values,
      encryption: {
        keys: count,
        newestKeyId: newestId,
        clusters: await this.#inspect(),
      },
      sources: this.#sourceIds.map(id => ({ id })),
    };
  }

  /** What is configured is told though the database does not answer. */
  async #inspect(): Promise<Settings['encryption']['clusters']> {
    try {
      return await this.#vault.inspect();
    } catch (error) {
      this.#logger.warn(
        `The credentials of clusters cannot be counted: ${stringifyError(
          error,
        )}`,
      );
      return undefined;
    }
  }
}
