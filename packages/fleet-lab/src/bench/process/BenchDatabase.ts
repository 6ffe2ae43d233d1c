import { readFileSync } from 'node:fs';
import knexFactory, { type Knex } from 'knex';

const VARIABLE = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';
/** `USER_HZ` of Linux: what /proc counts CPU time in. Milliseconds. */
const TICK_MS = 10;
/** What our own connections are called: their work does not count. */
const OWN = 'fluxcd-bench';
let count = 0;

/** A database of its own on the PostgreSQL that the tests use, gone at the end. */
export class BenchDatabase {
  readonly url: string;
  readonly knex: Knex;
  readonly #admin: Knex;
  readonly #name: string;

  static async create(): Promise<BenchDatabase> {
    const server = process.env[VARIABLE];
    if (!server) {
      throw new Error(
        `The bench needs PostgreSQL: set ${VARIABLE} to a connection string of a server whose user may create databases`,
      );
    }
    count += 1;
    const name = `fluxcd_bench_${process.pid}_${count}`;
    const admin = connect(at(server, 'postgres'));
    await admin.raw('create database ??', [name]);
    return new BenchDatabase(admin, name, at(server, name));
  }

  private constructor(admin: Knex, name: string, url: string) {
    this.#admin = admin;
    this.#name = name;
    this.url = url;
    this.knex = connect(url);
  }

  /**
   * CPU time so far of the processes that serve connections to this database, but for our own. Milliseconds; undefined
   * where the server runs on another machine.
   */
  async cpuMs(): Promise<number | undefined> {
    const { rows } = await this.#admin.raw(
      'select pid from pg_stat_activity where datname = ? and application_name <> ?',
      [this.#name, OWN],
    );
    try {
      return rows.reduce((sum: number, { pid }: { pid: number }) => {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return sum + (Number(fields[11]) + Number(fields[12])) * TICK_MS;
      }, 0);
    } catch {
      return undefined;
    }
  }

  async drop(): Promise<void> {
    await this.knex.destroy();
    await this.#admin.raw('drop database if exists ?? with (force)', [
      this.#name,
    ]);
    await this.#admin.destroy();
  }
}

function connect(url: string): Knex {
  return knexFactory({
    client: 'pg',
    connection: { connectionString: url, application_name: OWN },
    pool: { min: 0, max: 2 },
  });
}

function at(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
