import type { CollectionReader, ListPage } from './CollectionReader';
import type { KubernetesClient } from './KubernetesClient';

/** client-go's page size: large enough to be quick, small enough to be polite. */
const PAGE_SIZE = 500;

/**
 * Reads the whole collection at `path`, without a resource version: the newest state there is. Each page is asked for
 * when the one before is dealt with, so that only one is in memory. A list whose `continue` has expired fails with
 * `expired`: its remainder would not fit its beginning.
 */
export async function* listPages<T>(options: {
  path: string;
  accept?: string;
  reader: CollectionReader<T>;
  call: <R>(work: (client: KubernetesClient) => Promise<R>) => Promise<R>;
  signal: AbortSignal;
}): AsyncGenerator<ListPage<T>, void> {
  const { path, accept, reader, call, signal } = options;
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
  do {
    const page = await readPage(from);
    yield page;
    from = page.next;
  } while (from);
}
