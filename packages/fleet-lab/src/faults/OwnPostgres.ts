import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import createKnex, { type Knex } from 'knex';
import { freePort } from '../replica/freePort';
import type { LabDatabase } from './LabDatabase';

/** Debian and its descendants keep each version apart, and `initdb` off the path. */
const VERSIONS = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 60_000;

function findBinaries(): string | undefined {
  const folders = existsSync(VERSIONS)
    ? readdirSync(VERSIONS)
        .sort((a, b) => Number(b) - Number(a))
        .map(version => path.join(VERSIONS, version, 'bin'))
    : [];
  const named = (process.env.PATH ?? '').split(path.delimiter);
  return [...folders, ...named].find(
    folder =>
      existsSync(path.join(folder, 'initdb')) &&
      existsSync(path.join(folder, 'postgres')),
  );
}

/** PostgreSQL does not run as root: it gets the account that its package made. */
function findAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [, uid, gid] =
    /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ??
    [];
  return uid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** A PostgreSQL that nobody else uses, to be treated badly. */
export class OwnPostgres implements LabDatabase {
  readonly config;
  readonly #binaries: string;
  readonly #dir: string;
  readonly #port: number;
  readonly #account: ReturnType<typeof findAccount>;
  #server: ChildProcess | undefined;

  /** Why there is none on this machine; undefined when there is. */
  static missing(): string | undefined {
    if (!findBinaries()) return 'no initdb and postgres on this machine';
    return process.getuid?.() === 0 && !findAccount()
      ? 'root cannot run PostgreSQL, and there is no user postgres'
      : undefined;
  }

  static async start(): Promise<OwnPostgres> {
    const dir = mkdtempSync(path.join(tmpdir(), 'fleet-postgres-'));
    const database = new OwnPostgres({ dir, port: await freePort() });
    try {
      database.#initialize();
      await database.up();
      return database;
    } catch (error) {
      await database.stop();
      throw error;
    }
  }

  private constructor(options: { dir: string; port: number }) {
    this.#dir = options.dir;
    this.#port = options.port;
    this.#binaries = findBinaries()!;
    this.#account = findAccount();
    this.config = { client: 'pg', connection: this.#connection() };
  }

  connect(database = 'backstage_plugin_fluxcd'): Knex {
    const connection = { ...this.#connection(), database };
    return createKnex({ client: 'pg', connection, pool: { min: 0, max: 4 } });
  }

  /** Starts it, again after `down`, and waits until it answers. */
  async up(): Promise<void> {
    this.#server = spawn(
      path.join(this.#binaries, 'postgres'),
      ['-D', path.join(this.#dir, 'data')],
      { ...this.#account, cwd: this.#dir, stdio: 'ignore' },
    );
    const knex = this.connect('postgres');
    try {
      for (const began = Date.now(); ; await sleep(100)) {
        try {
          await knex.raw('SELECT 1');
          return;
        } catch (error) {
          if (Date.now() - began > START_TIMEOUT_MS) throw error;
        }
      }
    } finally {
      await knex.destroy();
    }
  }

  /** As `pg_ctl stop -m immediate`: all connections break, and it recovers from its log when it starts again. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server || server.exitCode !== null || server.signalCode !== null) {
      return;
    }
    const exited = once(server, 'exit');
    this.#signal('SIGCONT');
    server.kill('SIGQUIT');
    await exited;
  }

  /** Nothing of it runs any more, until `thaw`; the kernel still takes connections for it. */
  freeze(): void {
    this.#signal('SIGSTOP');
  }

  thaw(): void {
    this.#signal('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.down();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #connection() {
    return { host: '127.0.0.1', port: this.#port, user: 'postgres' };
  }

  #initialize(): void {
    const { uid, gid } = this.#account ?? {};
    if (uid !== undefined) chownSync(this.#dir, uid, gid!);
    chmodSync(this.#dir, 0o700);
    execFileSync(
      path.join(this.#binaries, 'initdb'),
      [
        ...['-D', path.join(this.#dir, 'data'), '-U', 'postgres'],
        ...['-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
      ],
      { ...this.#account, cwd: this.#dir, stdio: 'ignore' },
    );
    const settings = {
      port: this.#port,
      listen_addresses: "'127.0.0.1'",
      unix_socket_directories: "''",
      // The machine does not lose power. What was committed must outlive the server all the same.
      fsync: 'off',
      max_connections: 200,
    };
    execFileSync('tee', [path.join(this.#dir, 'data/postgresql.auto.conf')], {
      ...this.#account,
      input: Object.entries(settings)
        .map(([name, value]) => `${name} = ${value}\n`)
        .join(''),
      stdio: ['pipe', 'ignore', 'inherit'],
    });
  }

  /** To the server and all processes that it has forked. */
  #signal(signal: NodeJS.Signals): void {
    const pid = this.#server?.pid;
    if (!pid) return;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    for (const one of [pid, ...children.split(' ').filter(Boolean)]) {
      try {
        process.kill(Number(one), signal);
      } catch (error) {
        // A backend may end at any time.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  }
}
