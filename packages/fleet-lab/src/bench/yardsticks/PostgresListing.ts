import type { IndexedResource } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/index/RowColumns';
import { Client } from 'pg';
import { COLUMNS, INDEXING } from './listSql';

/** The rows in PostgreSQL, with the indexes and the settings that an expert would give them. */
export class PostgresListing {
  readonly #client: Client;
  readonly #names = new Map<string, string>();

  static async create(url: string): Promise<PostgresListing> {
    const client = new Client({ connectionString: url });
    await client.connect();
    // Sorts and hashes in memory; statements are too short to be compiled; the rows fit in memory.
    for (const setting of [
      "work_mem = '128MB'",
      'jit = off',
      'random_page_cost = 1.1',
      "maintenance_work_mem = '512MB'",
      "effective_cache_size = '8GB'",
    ]) {
      await client.query(`set ${setting}`);
    }
    await client.query(
      `create unlogged table listing (${COLUMNS.map(
        column => `${column} text collate "C"`,
      ).join(', ')})`,
    );
    return new PostgresListing(client);
  }

  private constructor(client: Client) {
    this.#client = client;
  }

  async insert(rows: readonly IndexedResource[]): Promise<void> {
    await this.#client.query({
      name: 'insert',
      text: `insert into listing select ${COLUMNS.join(
        ', ',
      )} from json_to_recordset($1) as r(${COLUMNS.map(
        column => `${column} text`,
      ).join(', ')})`,
      values: [JSON.stringify(rows)],
    });
  }

  async finish(): Promise<void> {
    await this.#client.query('alter table listing add primary key (id)');
    for (const sql of INDEXING.create) await this.#client.query(sql);
    await this.#client.query('vacuum analyze listing');
  }

  async dropCovering(): Promise<void> {
    for (const sql of INDEXING.dropCovering) await this.#client.query(sql);
  }

  readonly run = async (text: string): Promise<any[]> => {
    let name = this.#names.get(text);
    if (!name) {
      name = `s${this.#names.size}`;
      this.#names.set(text, name);
    }
    return (await this.#client.query({ name, text })).rows;
  };

  /** How the server would do it. */
  async explain(sql: string): Promise<string> {
    const { rows } = await this.#client.query(`explain (costs off) ${sql}`);
    return rows.map(row => row['QUERY PLAN']).join('\n');
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
