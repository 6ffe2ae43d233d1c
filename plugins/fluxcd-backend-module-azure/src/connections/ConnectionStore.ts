import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { ConnectionRecord } from './ConnectionRecord';
import type { StoredConnection } from './StoredConnection';

interface Row {
  id: string;
  name: string;
  cloud: string;
  tenant_id: string;
  client_id: string;
  secret_id: string;
  secret_set_at: string;
  credential_version: number;
  subscriptions: string;
  include_filter: string | null;
  exclude_filter: string | null;
  created_at: string;
  created_by: string | null;
  updated_at: string;
}

/** The `azure_connections` table. What came of syncs is in another one. */
export class ConnectionStore {
  readonly #knex: Knex;

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  async list(): Promise<StoredConnection[]> {
    return (await this.#rows().orderBy('name')).map(toStored);
  }

  async get(id: string): Promise<StoredConnection | undefined> {
    const row = await this.#rows().where({ id }).first();
    return row && toStored(row);
  }

  /** Fails with ConflictError when another connection has the name; also when both are added at once. */
  async insert({ record, secretId }: StoredConnection): Promise<void> {
    await explainConflict(record.name, () =>
      this.#rows().insert({
        id: record.id,
        cloud: record.cloud,
        created_at: record.createdAt,
        created_by: record.createdBy ?? null,
        ...toRow(record, secretId),
      }),
    );
  }

  /**
   * Returns false when the connection is gone, or no longer as it was read `before`: of two people who change it at once,
   * one wins and the other is told. Fails with ConflictError as `insert` does.
   */
  async update(
    { record, secretId }: StoredConnection,
    before: Pick<ConnectionRecord, 'credentialVersion' | 'updatedAt'>,
  ): Promise<boolean> {
    const count = await explainConflict(record.name, () =>
      this.#rows()
        .where({
          id: record.id,
          credential_version: before.credentialVersion,
          updated_at: before.updatedAt,
        })
        .update(toRow(record, secretId)),
    );
    return count > 0;
  }

  /** Returns whether there was such a connection. */
  async delete(id: string): Promise<boolean> {
    return (await this.#rows().where({ id }).delete()) > 0;
  }

  #rows() {
    return this.#knex<Row>('azure_connections');
  }
}

async function explainConflict<T>(
  name: string,
  write: () => PromiseLike<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isDatabaseConflictError(error)) throw error;
    throw new ConflictError(`name: the connection "${name}" exists already`);
  }
}

function toRow(
  record: ConnectionRecord,
  secretId: string,
): Omit<Row, 'id' | 'cloud' | 'created_at' | 'created_by'> {
  const { include, exclude } = record;
  return {
    name: record.name,
    tenant_id: record.tenantId!,
    client_id: record.clientId!,
    secret_id: secretId,
    secret_set_at: record.credential.setAt!,
    credential_version: record.credentialVersion,
    subscriptions: JSON.stringify(record.subscriptions),
    include_filter: include ? JSON.stringify(include) : null,
    exclude_filter: exclude ? JSON.stringify(exclude) : null,
    updated_at: record.updatedAt,
  };
}

function toStored(row: Row): StoredConnection {
  return {
    secretId: row.secret_id,
    record: {
      id: row.id,
      name: row.name,
      origin: 'portal',
      cloud: row.cloud,
      tenantId: row.tenant_id,
      clientId: row.client_id,
      credential: { type: 'client-secret', setAt: row.secret_set_at },
      credentialVersion: row.credential_version,
      subscriptions: JSON.parse(row.subscriptions),
      include: row.include_filter ? JSON.parse(row.include_filter) : undefined,
      exclude: row.exclude_filter ? JSON.parse(row.exclude_filter) : undefined,
      status: 'pending',
      problems: [],
      createdAt: row.created_at,
      createdBy: row.created_by ?? undefined,
      updatedAt: row.updated_at,
    },
  };
}
