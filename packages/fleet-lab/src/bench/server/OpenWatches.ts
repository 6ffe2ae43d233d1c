import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { ApiServerCounts } from './ApiServerOptions';

/** As kube-apiserver 1.36 sends them. */
const BOOKMARK_MS = 60_000;

/** Watches that clients hold open, by cluster and kind. */
export class OpenWatches {
  readonly #counts: ApiServerCounts;
  readonly #open = new Map<string, Set<Http2ServerResponse>>();
  #version = 1_000_000;

  constructor(counts: ApiServerCounts) {
    this.#counts = counts;
  }

  nextVersion(): number {
    this.#version += 1;
    return this.#version;
  }

  open(
    key: string,
    response: Http2ServerResponse,
    options: { timeoutSeconds: number; bookmarks: boolean },
  ): void {
    const watchers = this.#open.get(key) ?? new Set();
    this.#open.set(key, watchers);
    watchers.add(response);
    this.#counts.openWatches += 1;
    response.setHeader('content-type', 'application/json');
    response.writeHead(200);
    // Both versions of HTTP have it; the types know only one.
    (response as unknown as ServerResponse).flushHeaders();
    const bookmark = JSON.stringify({
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: String(this.#version) } },
    });
    const timers = [
      setTimeout(() => response.end(), options.timeoutSeconds * 1000),
      options.bookmarks
        ? setInterval(() => response.write(`${bookmark}\n`), BOOKMARK_MS)
        : undefined,
    ];
    response.once('close', () => {
      timers.forEach(timer => clearTimeout(timer));
      watchers.delete(response);
      this.#counts.openWatches -= 1;
    });
  }

  /** Writes to every watch of `cluster/kind`. */
  write(key: string, lines: Buffer): void {
    for (const response of this.#open.get(key) ?? []) response.write(lines);
  }
}
