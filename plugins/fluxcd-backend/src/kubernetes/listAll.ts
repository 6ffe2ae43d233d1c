import type { KubernetesClient } from './KubernetesClient';
import { KubernetesError } from './KubernetesError';
import { readMetadata } from './readMetadata';

/** client-go's page size: large enough to be quick, small enough to be polite. */
const PAGE_SIZE = 500;

interface Page {
  items?: unknown;
  metadata?: { resourceVersion?: string; continue?: string };
}

/**
 * Reads the whole collection at `path`, page by page, without a resource version: the newest state there is.
 * Objects are decoded as they arrive, so that no more than one page of them is held. A list whose `continue` has
 * expired fails with `expired`: its remainder would not fit its beginning.
 */
export async function listAll<T>(options: {
  path: string;
  accept?: string;
  decode: (object: unknown) => T;
  call: <R>(work: (client: KubernetesClient) => Promise<R>) => Promise<R>;
  signal: AbortSignal;
}): Promise<{ items: T[]; resourceVersion: string }> {
  const { path, accept, decode, call, signal } = options;
  const items: T[] = [];
  const readPage = (from: string | undefined) =>
    call(client =>
      client.request<Page>({
        path,
        accept,
        query: { limit: PAGE_SIZE, continue: from },
        signal,
      }),
    );
  let next: string | undefined;
  for (;;) {
    const page = await readPage(next);
    const resourceVersion = page?.metadata?.resourceVersion;
    if (!Array.isArray(page?.items) || !resourceVersion) {
      throw new KubernetesError('The API server answered with no list', {
        reason: 'invalid',
      });
    }
    for (const object of page.items) {
      if (!readMetadata(object)) {
        throw new KubernetesError(
          'The API server listed an object without name, uid or resourceVersion',
          { reason: 'invalid' },
        );
      }
      items.push(decode(object));
    }
    next = page.metadata?.continue || undefined;
    if (!next) return { items, resourceVersion };
  }
}
