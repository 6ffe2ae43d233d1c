import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { buildProgram } from './buildProgram';

const ROOT = join(__dirname, '../../../../..');

interface Reply {
  id: number;
  result?: unknown;
  error?: string;
}

/** A program of the bench in a process of its own, which answers calls. Ends with this process at the latest. */
export class Program {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<
    number,
    { resolve: (value: any) => void; reject: (error: Error) => void }
  >();
  readonly #exited: Promise<void>;
  #count = 0;
  #noise = '';

  /** Starts `programs/NAME.ts`. */
  static async start(
    name: string,
    options: { maxHeapMb?: number } = {},
  ): Promise<Program> {
    return new Program(name, await buildProgram(name), options);
  }

  private constructor(
    name: string,
    file: string,
    options: { maxHeapMb?: number },
  ) {
    const { maxHeapMb } = options;
    this.#child = fork(file, [], {
      cwd: ROOT,
      // Not those of the parent: a test runner has its own.
      execArgv: [
        '--expose-gc',
        ...(maxHeapMb ? [`--max-old-space-size=${maxHeapMb}`] : []),
      ],
      env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    const note = (chunk: Buffer) => {
      this.#noise = `${this.#noise}${chunk}`.slice(-8000);
      if (process.env.BENCH_VERBOSE) process.stderr.write(chunk);
    };
    this.#child.stdout!.on('data', note);
    this.#child.stderr!.on('data', note);
    this.#child.on('message', ({ id, result, error }: Reply) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(`${name}: ${error}`));
      else waiting?.resolve(result);
    });
    this.#exited = new Promise(resolve => {
      this.#child.once('exit', (code, signal) => {
        for (const { reject } of this.#waiting.values()) {
          reject(
            new Error(`${name} ended with ${code ?? signal}: ${this.#noise}`),
          );
        }
        this.#waiting.clear();
        resolve();
      });
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** What the program has written to its output, at most the last 8 kB. */
  get noise(): string {
    return this.#noise;
  }

  call<T>(method: string, ...args: unknown[]): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.#child.connected) {
        reject(new Error(`The program is not running: ${this.#noise}`));
        return;
      }
      this.#count += 1;
      this.#waiting.set(this.#count, { resolve, reject });
      this.#child.send({ id: this.#count, method, args });
    });
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
