import { gzipSync } from 'node:zlib';
import {
  FLUX_KINDS,
  type FluxKind,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxResource } from '../objects/FluxResource';
import { makeGitRepository } from '../objects/makeGitRepository';
import { makeHelmRelease } from '../objects/makeHelmRelease';
import { makeKustomization } from '../objects/makeKustomization';
import { Random } from '../objects/Random';
import type { ApiServerOptions, MadeKind } from './ApiServerOptions';

const MAKERS = {
  Kustomization: makeKustomization,
  HelmRelease: makeHelmRelease,
  GitRepository: makeGitRepository,
};
const VERSIONS: Record<string, string> = {
  Kustomization: 'v1',
  HelmRelease: 'v2',
  GitRepository: 'v1',
};
/** What the API server compresses with. */
const GZIP_LEVEL = 1;
/** The resource version of every list. */
const LIST_VERSION = 1_000_000;

/** The objects of a fleet, as JSON, and pages of them that are rendered once. */
export class ObjectPool {
  readonly kinds: Array<FluxKind & { version: string }>;
  readonly #options: ApiServerOptions;
  readonly #lists = new Map<string, string[]>();
  readonly #pages = new Map<string, Buffer>();

  constructor(options: ApiServerOptions) {
    this.#options = options;
    const empty = FLUX_KINDS.slice(0, options.emptyKinds ?? 0);
    this.kinds = FLUX_KINDS.filter(
      kind => empty.includes(kind) || kind.kind in options.objects,
    ).map(kind => ({ ...kind, version: VERSIONS[kind.kind] ?? 'v1' }));
  }

  get size(): number {
    const each = Object.values(this.#options.objects);
    return this.#options.clusters * each.reduce((sum, n) => sum + n, 0);
  }

  /** The `index`th object of a kind, as it is listed. */
  object(cluster: number, kind: MadeKind, index: number): FluxResource {
    const seed = cluster * 1_000_003 + kind.length * 50_021 + index;
    return MAKERS[kind](new Random(seed), index, 1000 + index);
  }

  /** A page of a list; all of it without a limit. */
  page(
    cluster: number,
    kind: FluxKind & { version: string },
    options: { offset: number; limit: number; gzip: boolean },
  ): Buffer {
    const { offset, limit, gzip } = options;
    const key = `${cluster}/${kind.kind}/${offset}/${limit}/${gzip}`;
    let page = this.#pages.get(key);
    if (!page) {
      page = Buffer.from(this.#render(cluster, kind, offset, limit));
      if (gzip) page = gzipSync(page, { level: GZIP_LEVEL });
      this.#pages.set(key, page);
    }
    return page;
  }

  #render(
    cluster: number,
    kind: FluxKind & { version: string },
    offset: number,
    limit: number,
  ): string {
    const items = this.#list(cluster, kind.kind);
    const end = limit ? Math.min(offset + limit, items.length) : items.length;
    const metadata = {
      resourceVersion: String(LIST_VERSION),
      ...(end < items.length
        ? { continue: String(end), remainingItemCount: items.length - end }
        : {}),
    };
    const head = {
      apiVersion: `${kind.group}/${kind.version}`,
      kind: `${kind.kind}List`,
      metadata,
    };
    return `${JSON.stringify(head).slice(0, -1)},"items":[${items
      .slice(offset, end)
      .join(',')}]}\n`;
  }

  #list(cluster: number, kind: string): string[] {
    const key = `${cluster}/${kind}`;
    let list = this.#lists.get(key);
    if (!list) {
      const count = this.#options.objects[kind as MadeKind] ?? 0;
      list = Array.from({ length: count }, (_, i) =>
        JSON.stringify(this.object(cluster, kind as MadeKind, i)),
      );
      this.#lists.set(key, list);
    }
    return list;
  }
}
