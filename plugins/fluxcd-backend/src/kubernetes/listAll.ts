import type { CollectionReader } from './CollectionReader';
import type { KubernetesClient } from './KubernetesClient';

/** client-go's page size: large enough to be quick, small enough to be polite. */
const PAGE_SIZE = 500;

/**
 * Reads the whole collection at `path`, page by page, without a resource version: the newest state there is.
 * A list whose `continue` has expired fails with `expired`: its remainder would not fit its beginning.
 */
export async function listAll<T>(options: {
  path: string;
  accept?: string;
  reader: CollectionReader<T>;
  call: <R>(work: (client: KubernetesClient) => Promise<R>) => Promise<R>;
  signal: AbortSignal;
}): Promise<{ items: T[]; resourceVersion: string }> {
  const { path, accept, reader, call, signal } = options;
  const items: T[] = [];
  const readPage = (from: string | undefined) =>
    // Read within the call, so that an answer of something else than an API server counts as the cluster's failure.
    call(async client =>
      reader.readPage(
        await client.download({
          path,
          accept,
          query: { limit: PAGE_SIZE, continue: from },
          signal,
        }),
      ),
    );
  reader.beginList();
  let from: string | undefined;
  for (;;) {
    const page = await readPage(from);
    for (const item of page.items) items.push(item);
    from = page.next;
    if (!from) return { items, resourceVersion: page.resourceVersion };
  }
}
