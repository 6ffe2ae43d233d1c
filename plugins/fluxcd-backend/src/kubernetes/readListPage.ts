import { gunzipSync } from 'node:zlib';
import type { KubernetesBody } from './KubernetesBody';
import { KubernetesError } from './KubernetesError';
import type { ListPage } from './CollectionReader';
import { parseJson } from './parseJson';
import { readMetadata } from './readMetadata';

/** A page of 500 objects at etcd's limit of 1.5 MiB would be more; real pages are near 2 MiB. */
const MAX_PAGE_BYTES = 64 * 1024 * 1024;
/** Pieces that a page is unpacked into. */
const MIN_CHUNK_BYTES = 16 * 1024;
const MAX_CHUNK_BYTES = 8 * 1024 * 1024;

interface Page {
  items?: unknown;
  metadata?: { resourceVersion?: string; continue?: string };
}

/**
 * gzip says at its end how long the whole is (RFC 1952, ISIZE). Unpacked into one piece of that size, a page costs half
 * of what it does in pieces of 16 kB. The end may lie: then more pieces are needed, or memory that is not.
 */
function chunkSizeFor(bytes: Buffer): number {
  const said = bytes.readUInt32LE(bytes.length - 4);
  // One more, or an empty second piece would be made.
  return Math.min(Math.max(said + 1, MIN_CHUNK_BYTES), MAX_CHUNK_BYTES);
}

function unpack({ chunks, gzip }: KubernetesBody): Buffer {
  const bytes = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
  if (!gzip) return bytes;
  try {
    // Counted while it is unpacked, so that a small answer cannot become a big one unseen.
    return gunzipSync(bytes, {
      maxOutputLength: MAX_PAGE_BYTES,
      chunkSize: chunkSizeFor(bytes),
    });
  } catch {
    throw new KubernetesError(
      `The API server sent a page that cannot be unpacked into ${MAX_PAGE_BYTES} bytes`,
      { reason: 'invalid' },
    );
  }
}

/** Reads a page of a list; `decode` gets every object. Fails with KubernetesError when it is none. */
export function readListPage<T>(
  body: KubernetesBody,
  options: {
    parse?: (bytes: Buffer) => unknown;
    decode: (object: object) => T;
  },
): ListPage<T> {
  const { parse = parseJson, decode } = options;
  const bytes = unpack(body);
  let page: Page | null;
  try {
    page = parse(bytes) as Page | null;
  } catch {
    throw new KubernetesError(
      'The API server answered with something that is not JSON: is it a Kubernetes API server?',
      { reason: 'not-kubernetes' },
    );
  }
  const resourceVersion = page?.metadata?.resourceVersion;
  if (
    !Array.isArray(page?.items) ||
    !resourceVersion ||
    typeof resourceVersion !== 'string'
  ) {
    throw new KubernetesError('The API server answered with no list', {
      reason: 'invalid',
    });
  }
  const items = page.items.map(object => {
    if (!readMetadata(object)) {
      throw new KubernetesError(
        'The API server listed an object without name, uid or resourceVersion',
        { reason: 'invalid' },
      );
    }
    return decode(object);
  });
  return { items, resourceVersion, next: page.metadata?.continue || undefined };
}
