import { randomBytes } from 'crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';

interface Kept {
  basePort: number;
  clusters: Record<string, { port: number; tokens: Record<string, string> }>;
}

/** What stays the same over restarts of a fleet: ports and tokens, in a file that only its owner may read. */
export class FleetState {
  readonly folder: string;
  readonly #kept: Kept;

  private constructor(folder: string, kept: Kept) {
    this.folder = folder;
    this.#kept = kept;
  }

  static open(options: { folder: string; basePort: number }): FleetState {
    const { folder, basePort } = options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, 'state.json');
    const kept: Kept | undefined = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : undefined;
    return new FleetState(
      folder,
      kept?.basePort === basePort
        ? kept
        : {
            basePort,
            // Other ports: the old tokens still serve.
            clusters: Object.fromEntries(
              Object.entries(kept?.clusters ?? {}).map(
                ([name, cluster], index) => [
                  name,
                  { ...cluster, port: basePort + index },
                ],
              ),
            ),
          },
    );
  }

  get certificates(): string {
    return join(this.folder, 'certificates');
  }

  cluster(name: string): { port: number; tokens: Record<string, string> } {
    const { clusters, basePort } = this.#kept;
    const token = () => randomBytes(24).toString('base64url');
    clusters[name] ??= {
      port: basePort + Object.keys(clusters).length,
      tokens: { admin: token(), fluxcd: token(), viewer: token() },
    };
    this.write('state.json', this.#kept);
    return clusters[name];
  }

  write(file: string, content: unknown): void {
    writeFileSync(
      join(this.folder, file),
      `${JSON.stringify(content, null, 2)}\n`,
      { mode: 0o600 },
    );
  }
}
