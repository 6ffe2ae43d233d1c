import { createHash } from 'crypto';
import { maxSatisfying, valid } from 'semver';

/** The files of one revision by path. */
export type Tree = ReadonlyMap<string, string>;

export interface Revision {
  /** 40 hex digits for git, 64 for everything else. */
  id: string;
  tag?: string;
  message: string;
  author: string;
  /** When it was pushed, milliseconds since the epoch. */
  at: number;
  tree: Tree;
}

/** A repository outside the clusters: git, an OCI artifact, a Helm repository or a bucket. */
export class Repository {
  readonly name: string;
  readonly kind: 'git' | 'oci' | 'helm' | 'bucket';
  readonly url: string;
  readonly branch: string;
  /** The password that a source must present; undefined: everybody may read. */
  readonly password: string | undefined;
  readonly #revisions: Revision[] = [];

  constructor(options: {
    name: string;
    kind: 'git' | 'oci' | 'helm' | 'bucket';
    url: string;
    branch?: string;
    password?: string;
  }) {
    this.name = options.name;
    this.kind = options.kind;
    this.url = options.url;
    this.branch = options.branch ?? 'main';
    this.password = options.password;
  }

  get latest(): Revision | undefined {
    return this.#revisions.at(-1);
  }

  get tags(): string[] {
    return this.#revisions.flatMap(revision => revision.tag ?? []);
  }

  /** Publishes a tree; the id depends on content and past alone, so a replayed fleet has the same revisions. */
  push(options: {
    tree: Tree;
    message: string;
    author: string;
    at: number;
    tag?: string;
  }): Revision {
    const hash = createHash(this.kind === 'git' ? 'sha1' : 'sha256');
    hash.update(`${this.url}\n${this.latest?.id}\n${options.message}\n`);
    for (const [path, content] of options.tree) {
      hash.update(`${path}\0${content}\0`);
    }
    const revision = { ...options, id: hash.digest('hex') };
    this.#revisions.push(revision);
    return revision;
  }

  /** The revision that a reference of a source names, with the prefix that Flux writes before it. */
  resolve(ref: {
    branch?: string;
    tag?: string;
    semver?: string;
    name?: string;
    commit?: string;
    digest?: string;
  }): { revision: Revision; prefix: string } | undefined {
    const byTag = (tag: string | null | undefined) => {
      const revision = this.#revisions.findLast(item => item.tag === tag);
      return tag && revision ? { revision, prefix: `${tag}@` } : undefined;
    };
    if (ref.digest || ref.commit) {
      const id = (ref.digest ?? ref.commit ?? '').replace(/^sha256:/, '');
      const revision = this.#revisions.find(item => item.id === id);
      const prefix = ref.branch ? `${ref.branch}@` : '';
      return revision && { revision, prefix };
    }
    if (ref.semver) {
      const tags = this.tags.filter(tag => valid(tag));
      return byTag(maxSatisfying(tags, ref.semver));
    }
    if (ref.tag && !(this.kind === 'oci' && ref.tag === 'latest')) {
      return byTag(ref.tag);
    }
    const { latest } = this;
    if (!latest) return undefined;
    if (this.kind === 'oci') {
      return { revision: latest, prefix: `${ref.tag ?? 'latest'}@` };
    }
    if (ref.name) {
      return ref.name === `refs/heads/${this.branch}`
        ? { revision: latest, prefix: `${ref.name}@` }
        : undefined;
    }
    const branch = ref.branch ?? 'master';
    return branch === this.branch
      ? { revision: latest, prefix: `${branch}@` }
      : undefined;
  }
}
