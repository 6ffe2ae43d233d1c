import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import type { Replica } from '../replica/Replica';
import { scaledTime } from '../replica/scaledTime';
import { makeKey, startReplica } from '../replica/startReplica';
import type { Substitution } from '../replica/Substitution';
import { type LabDatabase, sqliteDatabase } from './LabDatabase';

/** Replicas on one database. */
export class Lab {
  readonly database: LabDatabase;
  readonly keys: string[] = [makeKey()];
  readonly replicas: Replica[] = [];
  readonly #substitutions: readonly Substitution[];
  readonly #close: () => Promise<void> | void;
  /** All that were ever started here, those that never became ready too. */
  readonly #started = new Set<Replica>();
  #knex: Knex | undefined;

  /** On SQLite, which is what one replica needs, unless another database is given. */
  static async start(
    options: {
      replicas?: number;
      substitutions?: readonly Substitution[];
      database?: LabDatabase;
    } = {},
  ): Promise<Lab> {
    const dir = mkdtempSync(path.join(tmpdir(), 'fleet-lab-'));
    const lab = new Lab({
      database: options.database ?? sqliteDatabase(dir),
      substitutions: [...scaledTime, ...(options.substitutions ?? [])],
      close: () => rmSync(dir, { recursive: true, force: true }),
    });
    try {
      for (let i = 0; i < (options.replicas ?? 1); i++) await lab.add();
    } catch (error) {
      await lab.stop();
      throw error;
    }
    return lab;
  }

  private constructor(options: {
    database: LabDatabase;
    substitutions: readonly Substitution[];
    close: () => void;
  }) {
    this.database = options.database;
    this.#substitutions = options.substitutions;
    this.#close = options.close;
  }

  get replica(): Replica {
    return this.replicas[0];
  }

  /** Looks into the plugin's database. */
  get knex(): Knex {
    this.#knex ??= this.database.connect();
    return this.#knex;
  }

  /** Lets go of the database: it may go away. It is connected to again when it is looked into. */
  async disconnect(): Promise<void> {
    await this.#knex?.destroy();
    this.#knex = undefined;
  }

  /** One more replica. */
  async add(
    options: Partial<Parameters<typeof startReplica>[0]> = {},
  ): Promise<Replica> {
    const replica = await startReplica({
      database: this.database.config,
      keys: this.keys,
      substitutions: this.#substitutions,
      ...options,
      onSpawn: spawned => {
        this.#started.add(spawned);
        options.onSpawn?.(spawned);
      },
    });
    this.replicas.push(replica);
    return replica;
  }

  /** Takes a replica that has ended out of the lab. */
  forget(replica: Replica): void {
    this.replicas.splice(this.replicas.indexOf(replica), 1);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#started].map(replica => replica.kill()));
    await this.disconnect();
    await this.database.stop?.();
    await this.#close();
  }
}
