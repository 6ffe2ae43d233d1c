import type { ResourceRow } from '../../database/ResourceRow';
import type { ListPage, WatchBatch } from '../../kubernetes/CollectionReader';
import type { KubernetesError } from '../../kubernetes/KubernetesError';
import type { IngestedCollection } from './Ingest';

/** What the thread is told; `reader` and `call` are numbers that the caller chooses. */
export type IngestRequest =
  | { type: 'open'; reader: number; collection: IngestedCollection }
  | { type: 'list'; reader: number }
  | {
      type: 'page';
      reader: number;
      call: number;
      bytes: ArrayBuffer;
      gzip: boolean;
    }
  | { type: 'watch'; reader: number; resourceVersion: string | undefined }
  | {
      type: 'bytes';
      /** May be longer than all parts. */
      bytes: ArrayBuffer;
      /** Whose bytes they are, one part after the other. */
      parts: Array<{ reader: number; length: number }>;
    }
  | { type: 'end'; reader: number; call: number }
  | { type: 'close'; reader: number };

/** What the thread answers, as JSON: of flat rows that is read in half the time of a structured clone. */
export interface IngestAnswer {
  /** Bytes that were read since the answer before. */
  taken: number;
  batches: Array<{ reader: number; batch: WatchBatch<ResourceRow> }>;
  /** The call that it ends, if any. */
  call?: number;
  page?: ListPage<ResourceRow>;
  failure?: { message: string; reason: KubernetesError['reason'] };
}
