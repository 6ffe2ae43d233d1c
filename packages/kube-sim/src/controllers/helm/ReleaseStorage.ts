import { gunzipSync, gzipSync } from 'zlib';
import { ObjectStore } from '../../store/ObjectStore';

/** `spec.maxHistory`, default. */
const MAX_HISTORY = 5;

interface Release {
  name: string;
  namespace: string;
  version: number;
  info: {
    status: string;
    first_deployed: string;
    last_deployed: string;
    description: string;
    deleted: string;
    notes?: string;
  };
  chart: { metadata: Record<string, unknown>; values?: unknown };
  config: Record<string, unknown>;
  manifest: string;
}

/** Helm's storage driver for Secrets: `sh.helm.release.v1.NAME.vN`, gzip in base64 in the Secret's own base64. */
export class ReleaseStorage {
  readonly #store: ObjectStore;
  readonly #namespace: string;

  constructor(options: { store: ObjectStore; namespace: string }) {
    this.#store = options.store;
    this.#namespace = options.namespace;
  }

  read(name: string, version: number): Release | undefined {
    const secret = this.#store.get(
      '',
      'Secret',
      this.#namespace,
      this.#secretName(name, version),
    );
    if (!secret) return undefined;
    const text = Buffer.from(secret.data.release, 'base64').toString();
    return JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString());
  }

  /** `now`: milliseconds since the epoch. */
  write(release: Release, now: number): void {
    const { name, version } = release;
    const packed = gzipSync(JSON.stringify(release)).toString('base64');
    const secretName = this.#secretName(name, version);
    const known = this.#store.get('', 'Secret', this.#namespace, secretName);
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        ...known?.metadata,
        name: secretName,
        namespace: this.#namespace,
        labels: {
          modifiedAt: String(Math.floor(now / 1000)),
          name,
          owner: 'helm',
          status: release.info.status,
          version: String(version),
        },
      },
      type: 'helm.sh/release.v1',
      data: { release: Buffer.from(packed).toString('base64') },
    };
    const options = { manager: 'helm-controller' };
    if (known) this.#store.update(secret, options);
    else this.#store.create(secret, options);
  }

  setStatus(name: string, version: number, status: string, now: number): void {
    const release = this.read(name, version);
    if (!release || release.info.status === status) return;
    this.write({ ...release, info: { ...release.info, status } }, now);
  }

  versions(name: string): number[] {
    return this.#store
      .list('', 'Secret', this.#namespace)
      .filter(
        ({ metadata }) =>
          metadata.labels?.owner === 'helm' && metadata.labels.name === name,
      )
      .map(({ metadata }) => Number(metadata.labels?.version))
      .sort((a, b) => a - b);
  }

  /** Drops the oldest beyond the history limit. */
  trim(name: string): void {
    this.#remove(name, this.versions(name).slice(0, -MAX_HISTORY));
  }

  clear(name: string): void {
    this.#remove(name, this.versions(name));
  }

  #remove(name: string, versions: number[]): void {
    for (const version of versions) {
      this.#store.delete(
        '',
        'Secret',
        this.#namespace,
        this.#secretName(name, version),
      );
    }
  }

  #secretName(name: string, version: number): string {
    return `sh.helm.release.v1.${name}.v${version}`;
  }
}
