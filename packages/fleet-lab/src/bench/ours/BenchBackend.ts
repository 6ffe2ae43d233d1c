import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { BenchDatabase } from '../process/BenchDatabase';
import { Program } from '../process/Program';
import type { BenchApiServer } from '../server/startApiServer';

const PATIENCE_MS = 300_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** A real Backstage backend with the plugin, in a process of its own, and its REST interface. */
export class BenchBackend {
  #program: Program;
  readonly #start: () => Promise<Program>;
  readonly #database: BenchDatabase;
  readonly #url: string;
  readonly #token: string;

  static async start(
    server: BenchApiServer,
    clusters: number,
  ): Promise<BenchBackend> {
    const database = await BenchDatabase.create();
    const listen = await freePort();
    const token = randomBytes(24).toString('base64url');
    const key = `${randomBytes(32).toString('base64url')}=`;
    const { port, caPem } = server;
    const start = async () => {
      const program = await Program.start('backend');
      await program.call('meter');
      await program.call(
        'start',
        { port, caPem, clusters },
        { listen, token, databaseUrl: database.url, key },
      );
      return program;
    };
    const url = `http://127.0.0.1:${listen}/api/fluxcd`;
    return new BenchBackend(await start(), start, database, url, token);
  }

  private constructor(
    program: Program,
    start: () => Promise<Program>,
    database: BenchDatabase,
    url: string,
    token: string,
  ) {
    this.#program = program;
    this.#start = start;
    this.#database = database;
    this.#url = url;
    this.#token = token;
  }

  get program(): Program {
    return this.#program;
  }

  /** Kills it, and starts another one on the same database. */
  async restart(): Promise<void> {
    await this.#program.stop();
    this.#program = await this.#start();
  }

  /** The answer to a GET as it comes over the wire, not compressed. */
  async get(path: string): Promise<string> {
    const response = await fetch(`${this.#url}${path}`, {
      headers: {
        Authorization: `Bearer ${this.#token}`,
        'accept-encoding': 'identity',
      },
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${path} answered ${response.status}: ${text}`);
    }
    return text;
  }

  async list(query: string): Promise<ResourceList> {
    return JSON.parse(await this.get(`/v1/resources?${query}`));
  }

  /** Ends when the read model shows so many resources. */
  async waitFor(total: number): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      // Until the index is loaded it answers 503.
      const said = await this.list('limit=1').catch((error: Error) => error);
      const shown = said instanceof Error ? said.message : said.total;
      if (shown === total) return;
      if (Date.now() > deadline) {
        throw new Error(`The API shows ${shown} of ${total} resources`);
      }
      await sleep(500);
    }
  }

  async stop(): Promise<void> {
    await this.#program.stop();
    await this.#database.drop();
  }
}
