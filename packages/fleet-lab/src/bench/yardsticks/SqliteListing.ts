import type { IndexedResource } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/fleet/index/RowColumns';
import Database, { type Statement } from 'better-sqlite3';
import { COLUMNS, INDEXING } from './listSql';

/** The same rows in SQLite, with the same indexes, all of it in its cache. */
export class SqliteListing {
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(file: string) {
    this.#database = new Database(file);
    for (const pragma of [
      'journal_mode = WAL',
      'synchronous = OFF',
      'cache_size = -1048576',
      'mmap_size = 4000000000',
    ]) {
      this.#database.pragma(pragma);
    }
    this.#database.exec(
      `create table listing (${COLUMNS.map(column => `${column} text`).join(
        ', ',
      )}, primary key (id))`,
    );
  }

  insert(rows: readonly IndexedResource[]): void {
    const insert = this.#database.prepare(
      `insert into listing values (${COLUMNS.map(() => '?').join(', ')})`,
    );
    this.#database.transaction(() => {
      for (const row of rows) insert.run(COLUMNS.map(column => row[column]));
    })();
  }

  finish(): void {
    for (const sql of INDEXING.create) this.#database.exec(sql);
    this.#database.exec('analyze');
  }

  readonly run = (sql: string): any[] => {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement.all();
  };

  explain(sql: string): string {
    return this.#database
      .prepare(`explain query plan ${sql}`)
      .all()
      .map(row => (row as { detail: string }).detail)
      .join('\n');
  }

  close(): void {
    this.#database.close();
  }
}
