import { createHash } from 'node:crypto';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { ClusterAvailability } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Knex } from 'knex';
import type { ClusterRecord } from './ClusterRecord';

/** What the keyring made of a cluster's secret. */
export interface SealedCredentials {
  token: string;
  keyId: string;
}

interface Row {
  id: string;
  name: string;
  title: string | null;
  description: string | null;
  environment: string | null;
  labels: string;
  source: string;
  source_id: string | null;
  console_url: string | null;
  availability: string | null;
  server: string;
  server_hash: string;
  auth: string;
  credentials: string | null;
  key_id: string | null;
  created_at: string;
  created_by: string | null;
  updated_at: string;
}

const TABLE = 'clusters';

/** The `clusters` table. Credentials pass through as the keyring sealed them. */
export class ClusterStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(where: { source?: string } = {}): Promise<ClusterRecord[]> {
    const rows = await this.#rows().where(where).orderBy('name');
    return rows.map(toRecord);
  }

  async get(id: string): Promise<ClusterRecord | undefined> {
    return (await this.getSealed(id))?.cluster;
  }

  /** By its id, or by the id that its source knows it by. */
  async getSealed(
    where: string | { source: string; sourceId: string },
  ): Promise<
    { cluster: ClusterRecord; sealed?: SealedCredentials } | undefined
  > {
    const row = await this.#rows()
      .where(
        typeof where === 'string'
          ? { id: where }
          : { source: where.source, source_id: where.sourceId },
      )
      .first();
    return row && { cluster: toRecord(row), sealed: toSealed(row) };
  }

  async listSealed(): Promise<
    { cluster: ClusterRecord; sealed: SealedCredentials }[]
  > {
    const rows = await this.#rows().whereNotNull('credentials').orderBy('name');
    return rows.map(row => ({
      cluster: toRecord(row),
      sealed: toSealed(row)!,
    }));
  }

  /** The cluster other than `exceptId` that stands in the way of this name or server. */
  async findConflict(cluster: {
    name: string;
    server: string;
    exceptId?: string;
  }): Promise<ConflictError | undefined> {
    const rows = await this.#rows().where(query =>
      query
        .where({ name: cluster.name })
        .orWhere({ server_hash: hashServer(cluster.server) }),
    );
    const row = rows.find(r => r.id !== cluster.exceptId);
    if (!row) {
      return undefined;
    }
    return new ConflictError(
      row.name === cluster.name
        ? `name: the cluster "${row.name}" exists already`
        : `server: this server is registered already as the cluster "${row.name}"`,
    );
  }

  /** Fails with ConflictError when another cluster has the name or the server; also when both are added at once. */
  async insert(
    cluster: ClusterRecord,
    sealed: SealedCredentials | undefined,
  ): Promise<void> {
    const { id } = cluster;
    await this.#explainConflict(cluster, () =>
      this.#knex.transaction(async tx => {
        await tx<Row>(TABLE).insert({ id, ...toRow(cluster, sealed) });
        await tx('cluster_leases').insert({ cluster_id: id });
      }),
    );
  }

  /** Fails with ConflictError, as `insert` does. */
  async update(
    cluster: ClusterRecord,
    sealed: SealedCredentials | undefined,
  ): Promise<void> {
    // Resource versions of one server say nothing to another one. Before the change: whoever dies in between lists
    // once more than necessary.
    const same = this.#rows()
      .where({ id: cluster.id, server_hash: hashServer(cluster.server) })
      .select('id');
    await this.#knex('cluster_kinds')
      .where({ cluster_id: cluster.id })
      .whereNotIn('cluster_id', same)
      .update({ resource_version: null });
    await this.#explainConflict(cluster, () =>
      this.#rows().where({ id: cluster.id }).update(toRow(cluster, sealed)),
    );
  }

  /** Writes down what the source says, and nothing else. Returns whether there is such a cluster. */
  async setAvailability(
    id: string,
    availability: ClusterAvailability | undefined,
  ): Promise<boolean> {
    const count = await this.#rows()
      .where({ id })
      .update({
        availability: availability ? JSON.stringify(availability) : null,
      });
    return count > 0;
  }

  /** Changes what the cluster is called, and nothing else. Returns whether there is such a cluster. */
  async describe(
    id: string,
    change: Pick<
      ClusterRecord,
      'title' | 'description' | 'environment' | 'updatedAt'
    > & { labels?: ClusterRecord['labels'] },
  ): Promise<boolean> {
    const { title, description, environment, labels, updatedAt } = change;
    const count = await this.#rows()
      .where({ id })
      .update({
        ...('title' in change && { title: title ?? null }),
        ...('description' in change && { description: description ?? null }),
        ...('environment' in change && { environment: environment ?? null }),
        ...(labels && { labels: JSON.stringify(labels) }),
        updated_at: updatedAt,
      });
    return count > 0;
  }

  /** Replaces the credential, and nothing else. Returns whether there is such a cluster. */
  async replaceCredentials(
    id: string,
    change: Pick<ClusterRecord, 'auth' | 'updatedAt'>,
    sealed: SealedCredentials,
  ): Promise<boolean> {
    const count = await this.#rows()
      .where({ id })
      .update({
        auth: JSON.stringify(change.auth),
        credentials: sealed.token,
        key_id: sealed.keyId,
        updated_at: change.updatedAt,
      });
    return count > 0;
  }

  /** Puts another seal on the same secret, unless someone stored another one meanwhile. */
  async reseal(
    id: string,
    before: SealedCredentials,
    after: SealedCredentials,
  ): Promise<boolean> {
    const count = await this.#rows()
      .where({ id, credentials: before.token })
      .update({ credentials: after.token, key_id: after.keyId });
    return count > 0;
  }

  /** Removes the cluster and, by cascade, all that was read from it. */
  async delete(id: string): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      // Whoever writes rows of the cluster locks its lease first. In the other order the two might wait for each other.
      await tx('cluster_leases').where({ cluster_id: id }).delete();
      return (await tx<Row>(TABLE).where({ id }).delete()) > 0;
    });
  }

  #rows() {
    return this.#knex<Row>(TABLE);
  }

  async #explainConflict(
    cluster: ClusterRecord,
    write: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!isDatabaseConflictError(error)) {
        throw error;
      }
      throw (
        (await this.findConflict({ ...cluster, exceptId: cluster.id })) ??
        new ConflictError('Another cluster with this name or server exists')
      );
    }
  }
}

function hashServer(server: string): string {
  return createHash('sha256').update(server).digest('hex');
}

function toRow(
  cluster: ClusterRecord,
  sealed: SealedCredentials | undefined,
): Omit<Row, 'id' | 'availability'> {
  return {
    name: cluster.name,
    title: cluster.title ?? null,
    description: cluster.description ?? null,
    environment: cluster.environment ?? null,
    labels: JSON.stringify(cluster.labels),
    source: cluster.source,
    source_id: cluster.sourceId ?? null,
    console_url: cluster.consoleUrl ?? null,
    server: cluster.server,
    server_hash: hashServer(cluster.server),
    auth: JSON.stringify(cluster.auth),
    credentials: sealed?.token ?? null,
    key_id: sealed?.keyId ?? null,
    created_at: cluster.createdAt,
    created_by: cluster.createdBy ?? null,
    updated_at: cluster.updatedAt,
  };
}

function toRecord(row: Row): ClusterRecord {
  return {
    id: row.id,
    name: row.name,
    title: row.title ?? undefined,
    description: row.description ?? undefined,
    environment: row.environment ?? undefined,
    labels: JSON.parse(row.labels),
    source: row.source,
    sourceId: row.source_id ?? undefined,
    consoleUrl: row.console_url ?? undefined,
    availability: row.availability ? JSON.parse(row.availability) : undefined,
    server: row.server,
    auth: JSON.parse(row.auth),
    createdAt: row.created_at,
    createdBy: row.created_by ?? undefined,
    updatedAt: row.updated_at,
  };
}

function toSealed(row: Row): SealedCredentials | undefined {
  return row.credentials === null
    ? undefined
    : { token: row.credentials, keyId: row.key_id ?? '' };
}
