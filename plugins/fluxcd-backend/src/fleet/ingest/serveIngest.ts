import type { MessagePort } from 'node:worker_threads';
import type { ResourceRow } from '../../database/ResourceRow';
import { systemClock } from '../../kubernetes/Clock';
import type {
  CollectionReader,
  WatchFeed,
} from '../../kubernetes/CollectionReader';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import type { IngestAnswer, IngestRequest } from './IngestMessage';
import { InlineIngest } from './InlineIngest';

interface Opened {
  reader: CollectionReader<ResourceRow>;
  feed?: WatchFeed;
}

/** Reads collections for the other end of `port`, in the order in which it asks. Runs on the thread of the ingest. */
export function serveIngest(port: MessagePort): void {
  const ingest = new InlineIngest({ clock: systemClock });
  const opened = new Map<number, Opened>();
  /** Of the request that is being answered; otherwise what time released goes by itself. */
  let answer: IngestAnswer | undefined;

  const post = (message: IngestAnswer) =>
    port.postMessage(JSON.stringify(message));

  const beginWatch = (id: number, resourceVersion: string | undefined) => {
    const one = opened.get(id);
    if (!one) return;
    one.feed = one.reader.beginWatch(resourceVersion, batch => {
      const entry = { reader: id, batch };
      if (answer) answer.batches.push(entry);
      else post({ taken: 0, batches: [entry] });
    });
  };

  const push = (request: IngestRequest & { type: 'bytes' }) => {
    let offset = 0;
    for (const { reader, length } of request.parts) {
      const chunk = Buffer.from(request.bytes, offset, length);
      opened.get(reader)?.feed?.push(chunk);
      offset += length;
    }
  };

  const readPage = async (
    request: IngestRequest & { type: 'page' },
  ): Promise<Partial<IngestAnswer>> => {
    try {
      const { reader } = opened.get(request.reader)!;
      const chunks = [Buffer.from(request.bytes)];
      return { page: await reader.readPage({ chunks, gzip: request.gzip }) };
    } catch (error) {
      // Of any other error the text may quote the objects that were read.
      const { message, reason } =
        error instanceof KubernetesError
          ? error
          : new KubernetesError('The page could not be read', {
              reason: 'invalid',
            });
      return { failure: { message, reason } };
    }
  };

  port.on('message', (request: IngestRequest) => {
    const taken = 'bytes' in request ? request.bytes.byteLength : 0;
    switch (request.type) {
      case 'open':
        opened.set(request.reader, {
          reader: ingest.open(request.collection),
        });
        return;
      case 'list':
        opened.get(request.reader)?.reader.beginList();
        return;
      case 'watch':
        beginWatch(request.reader, request.resourceVersion);
        return;
      case 'close':
        opened.get(request.reader)?.reader.close();
        opened.delete(request.reader);
        return;
      case 'page':
        readPage(request).then(said =>
          post({ taken, batches: [], call: request.call, ...said }),
        );
        return;
      case 'end':
        answer = { taken, batches: [], call: request.call };
        opened.get(request.reader)?.feed?.end();
        break;
      default:
        answer = { taken, batches: [] };
        push(request);
    }
    post(answer);
    answer = undefined;
  });
}
