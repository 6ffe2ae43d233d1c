import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TokenIssuer } from '@internal/kube-sim';
import type { OtherServer } from '../options';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

/** The API servers of the demo: a simulated fleet in a process of its own, which ends with this one. */
export class DemoServers {
  readonly #process: ChildProcess;
  readonly #folder: string;

  static async start(options: {
    /** Keeps the fleet's certificates, tokens and ports. */
    folder: string;
    issuer: TokenIssuer;
    basePort: number;
    speed: string;
  }): Promise<DemoServers> {
    const { folder, issuer, basePort, speed } = options;
    const issuerFile = join(folder, 'token-issuer.json');
    writeFileSync(issuerFile, JSON.stringify(issuer), { mode: 0o600 });
    const home = dirname(require.resolve('@internal/kube-sim/package.json'));
    const child = fork(
      join(home, 'src/cli.ts'),
      [
        'start',
        ...['--fleet', 'azure'],
        ...['--dir', folder],
        ...['--base-port', String(basePort)],
        ...['--speed', speed],
        ...['--token-issuer', issuerFile],
      ],
      {
        execArgv: [
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
        // What it says about its fleet would be read as the demo's own.
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    await new Promise<void>((resolve, reject) => {
      child.once('exit', code =>
        reject(new Error(`The simulated clusters ended with code ${code}`)),
      );
      child.on(
        'message',
        (message: any) => message?.type === 'ready' && resolve(),
      );
    });
    return new DemoServers(child, folder);
  }

  private constructor(child: ChildProcess, folder: string) {
    this.#process = child;
    this.#folder = folder;
  }

  /** By the name of the cluster. */
  servers(): Record<string, OtherServer> {
    const { clusters } = read(join(this.#folder, 'state.json'));
    return Object.fromEntries(
      Object.entries<{ port: number; tokens: { admin: string } }>(clusters).map(
        ([name, { port, tokens }]) => {
          const { ca, admin } = read(
            join(this.#folder, `certificates/${name}.certificates.json`),
          );
          return [
            name,
            {
              url: `https://127.0.0.1:${port}`,
              caPem: ca.cert,
              admin: { ...admin, token: tokens.admin },
            },
          ];
        },
      ),
    );
  }

  /** Resolves when their ports are free again. */
  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = new Promise(resolve => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await ended;
  }
}
