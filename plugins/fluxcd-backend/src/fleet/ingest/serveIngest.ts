import type { MessagePort } from 'node:worker_threads';
import type { ResourceRow } from '../../database/ResourceRow';
import { systemClock } from '../../kubernetes/Clock';
import type {
  CollectionReader,
  WatchFeed,
} from '../../kubernetes/CollectionReader';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import { IngestAnswers } from './IngestAnswers';
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
  /** Whether a request is being read; what time released meanwhile goes by itself. */
  let reading = false;
  const answers = new IngestAnswers({
    post: answer => port.postMessage(JSON.stringify(answer)),
  });

  const beginWatch = (id: number, resourceVersion: string | undefined) => {
    const one = opened.get(id);
    if (!one) return;
    one.feed = one.reader.beginWatch(resourceVersion, batch => {
      answers.add(id, batch);
      if (!reading) answers.tell();
    });
  };

  const push = (request: IngestRequest & { type: 'bytes' }) => {
    let offset = 0;
    for (const { reader, length } of request.parts) {
      const chunk = Buffer.from(request.bytes, offset, length);
      opened.get(reader)?.feed?.push(chunk);
      offset += length;
    }
    answers.take(offset);
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
    switch (request.type) {
      case 'open':
        opened.set(request.reader, {
          reader: ingest.open(request.collection),
        });
        return;
      case 'list':
        answers.forget(request.reader);
        opened.get(request.reader)?.reader.beginList();
        return;
      case 'watch':
        answers.forget(request.reader);
        beginWatch(request.reader, request.resourceVersion);
        return;
      case 'close':
        answers.forget(request.reader);
        opened.get(request.reader)?.reader.close();
        opened.delete(request.reader);
        return;
      case 'page': {
        const { reader, call, bytes } = request;
        readPage(request).then(said => {
          answers.take(bytes.byteLength);
          answers.answer(reader, { call, ...said });
        });
        return;
      }
      case 'end':
        reading = true;
        opened.get(request.reader)?.feed?.end();
        reading = false;
        answers.answer(request.reader, { call: request.call });
        return;
      default:
        reading = true;
        push(request);
        reading = false;
        answers.tell();
    }
  });
}
