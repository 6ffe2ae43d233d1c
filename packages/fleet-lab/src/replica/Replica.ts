import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, fetch as send, type RequestInit } from 'undici';
import {
  createFluxcdClient,
  type FluxcdApi,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Substitution } from './Substitution';

/** What Backstage writes of an error that nobody caught: it logs and carries on, so that a crash looks like health. */
const UNHANDLED =
  /unhandled ?rejection|uncaught ?exception|MaxListenersExceeded/i;

/** Until each of its threads has seen that it is asked something. */
const THREADS_MS = 1_000;

/** One backend, as seen from outside: by HTTP, by its log, by signals and by what the kernel says of it. */
export class Replica {
  readonly url: string;
  readonly api: FluxcdApi;
  readonly #child: ChildProcess;
  readonly #dir: string;
  readonly #substitutions: readonly Substitution[];
  readonly #exited: Promise<number | null>;
  #log = '';
  #asked = 0;

  constructor(options: {
    child: ChildProcess;
    url: string;
    /** Holds what it was started with. */
    dir: string;
    substitutions: readonly Substitution[];
  }) {
    const { child, url } = options;
    this.#child = child;
    this.#dir = options.dir;
    this.#substitutions = options.substitutions;
    this.url = url;
    const dispatcher = new Agent({
      // Each request on a connection of its own: the backend closes those that are idle for five seconds, and one that
      // is used again may be closed by then, above all when the lab itself was busy.
      pipelining: 0,
      // A machine that is busy is no fault of the backend.
      connect: { timeout: 120_000 },
    });
    this.api = createFluxcdClient({
      discoveryApi: { getBaseUrl: async () => `${url}/api/fluxcd` },
      fetchApi: {
        fetch: ((target: string, init: RequestInit) =>
          send(target, { ...init, dispatcher })) as never,
      },
    });
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', chunk => {
        this.#log += chunk;
        if (process.env.FLEET_LAB_VERBOSE) process.stderr.write(chunk);
      });
    }
    this.#exited = new Promise(resolve =>
      child.once('exit', code => resolve(code)),
    );
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** All that it wrote so far. */
  get log(): string {
    return this.#log;
  }

  /** Lines of the log about errors that nobody caught. */
  get unhandled(): string[] {
    return this.#log.split('\n').filter(line => UNHANDLED.test(line));
  }

  /** Fails when a substitution is in a file that nobody has loaded; to be asked when a cluster is watched. */
  assertSubstituted(): void {
    const applied = readFileSync(path.join(this.#dir, 'applied'), 'utf8');
    const found = new Set(applied.split('\n'));
    const unused = this.#substitutions.filter((_, i) => !found.has(String(i)));
    if (unused.length) {
      throw new Error(
        `Nobody loads ${unused.map(({ file }) => file).join(', ')}`,
      );
    }
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async ready(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      new Promise<void>(resolve =>
        this.#child.on(
          'message',
          message =>
            (message as { type?: string }).type === 'ready' && resolve(),
        ),
      ),
      this.#exited.then(code => {
        throw new Error(`The replica ended with ${code}: ${this.#tail()}`);
      }),
      new Promise((_, reject) => {
        timer = setTimeout(
          () => reject(new Error(`The replica did not start: ${this.#tail()}`)),
          timeoutMs,
        );
      }),
    ]).finally(() => clearTimeout(timer));
  }

  /** What names below `lab.test` resolve to: addresses, or the code that the resolver fails with. */
  resolveNames(names: Record<string, string[] | string>): void {
    writeFileSync(path.join(this.#dir, 'applied.names'), JSON.stringify(names));
  }

  /** Sets the clock of its data plane so much off. Milliseconds; seen within a moment. */
  skewClock(ms: number): void {
    writeFileSync(path.join(this.#dir, 'applied.skew'), String(ms));
  }

  /** Those of the kernel, one on each line. */
  get limits(): string {
    return readFileSync(`/proc/${this.pid}/limits`, 'utf8');
  }

  /** Resident memory in bytes. */
  get memory(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
  }

  /** Bytes that its threads hold on their heaps and beside them, when all garbage is collected. */
  async held(): Promise<number> {
    this.#asked += 1;
    writeFileSync(path.join(this.#dir, 'applied.asked'), String(this.#asked));
    const began = Date.now();
    for (;;) {
      await sleep(THREADS_MS);
      const lines = readFileSync(path.join(this.#dir, 'applied.held'), 'utf8')
        .split('\n')
        .filter(line => line.startsWith(`${this.#asked} `))
        .map(line => line.split(' ').map(Number));
      if (lines.some(([, thread]) => thread === 0)) {
        return lines.reduce((sum, [, , bytes]) => sum + bytes, 0);
      }
      if (Date.now() - began > 60_000) throw new Error('It does not answer');
    }
  }

  /** Open file descriptors, sockets among them. */
  get descriptors(): number {
    return readdirSync(`/proc/${this.pid}/fd`).length;
  }

  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  /** As a machine that loses power. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** As an operator stops it; killed when that takes longer than half a minute. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 30_000);
    await this.#exited;
    clearTimeout(timer);
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #tail(): string {
    return this.#log.slice(-4000);
  }
}
