import { Worker } from 'node:worker_threads';
import type { ResourceRow } from '../../database/ResourceRow';
import type { WatchBatch } from '../../kubernetes/CollectionReader';
import { KubernetesError } from '../../kubernetes/KubernetesError';
import { lostError } from './lostError';
import type { IngestAnswer, IngestRequest } from './IngestMessage';
import { INGEST_THREAD, ingestThreadFile } from './ingestThreadFile';
import { pack } from './pack';

/** How long chunks are collected: a message costs more than reading several events does. Milliseconds. */
const COLLECT_MS = 40;
/** More bytes do not wait for others. */
const FULL_BYTES = 512 * 1024;
/** The thread may be this much behind before the servers are held back. */
const MAX_OUTSTANDING_BYTES = 16 * 1024 * 1024;

/**
 * What is new on the heap of the thread, of which little grows old: rows are handed out at once. Left alone, Node lets
 * it grow to 128 MB for the sake of lists. Megabytes.
 */
const YOUNG_MB = 32;

/** Whom the batches of a reader are for. */
export interface BatchReceiver {
  take(batch: WatchBatch<ResourceRow>): void;
  /** The thread died, and with it all that it knew. */
  lose(): void;
}

/**
 * Arguments of Node for the thread. It inherits those of the process, and with them the hook that compiles sources in
 * development; a test runner compiles in another way, which does not reach a thread.
 */
function threadArguments(): string[] | undefined {
  const hook = '@backstage/cli/config/nodeTransform.cjs';
  const isBuilt = !ingestThreadFile.endsWith('.ts');
  const isHooked = process.execArgv.some(a => a.includes('nodeTransform'));
  if (isBuilt || isHooked) return undefined;
  return [...process.execArgv, '--require', require.resolve(hook)];
}

/** One life of the thread of the ingest, from its start until it ends or dies. */
export class IngestWorker {
  readonly #worker: Worker;
  readonly #receivers = new Map<number, BatchReceiver>();
  readonly #calls = new Map<
    number,
    { resolve: (answer: IngestAnswer) => void; reject: (e: Error) => void }
  >();
  #lastNumber = 0;
  /**
   * Where chunks are collected. Each is copied as it comes: to keep thousands of them even for some milliseconds makes
   * V8 look through the whole heap several times a second.
   */
  #room: Buffer<ArrayBuffer> | undefined;
  #collected = 0;
  #parts: Array<{ reader: number; length: number }> = [];
  #timer: NodeJS.Timeout | undefined;
  /** Bytes that are collected or posted, and not yet said to be read. */
  #outstanding = 0;
  #waiting: Array<() => void> = [];
  #ended = false;

  constructor() {
    this.#worker = new Worker(ingestThreadFile, {
      workerData: INGEST_THREAD,
      execArgv: threadArguments(),
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    // The process does not live for its sake.
    this.#worker.unref();
    let cause = 'it left';
    this.#worker.on('message', (text: string) => this.#take(JSON.parse(text)));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      // Not its message, which may quote what was read.
      cause = error.code ?? error.name;
    });
    this.#worker.on('exit', () => {
      if (this.#ended) return;
      process.emitWarning(
        `The thread that reads the clusters died (${cause}); another one will read them anew`,
      );
      this.#end();
    });
  }

  /** Once it has ended it answers nothing. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Answers the number of the new reader. */
  open(
    collection: (IngestRequest & { type: 'open' })['collection'],
    receiver: BatchReceiver,
  ): number {
    this.#lastNumber += 1;
    const reader = this.#lastNumber;
    this.#receivers.set(reader, receiver);
    this.post({ type: 'open', reader, collection });
    return reader;
  }

  close(reader: number): void {
    this.#receivers.delete(reader);
    this.post({ type: 'close', reader });
  }

  /** In the order in which it is called, also with regard to `push`. */
  post(request: IngestRequest, transfer: ArrayBuffer[] = []): void {
    this.#flush();
    if (!this.#ended) this.#worker.postMessage(request, transfer);
  }

  /** Posts a request that is answered; fails with KubernetesError when it cannot be fulfilled. */
  async call(
    toRequest: (call: number) => IngestRequest,
    bytes?: ArrayBuffer,
  ): Promise<IngestAnswer> {
    this.#lastNumber += 1;
    const call = this.#lastNumber;
    const answer = await new Promise<IngestAnswer>((resolve, reject) => {
      this.#calls.set(call, { resolve, reject });
      this.#outstanding += bytes?.byteLength ?? 0;
      this.post(toRequest(call), bytes && [bytes]);
      if (this.#ended) this.#end();
    });
    const { failure } = answer;
    if (failure) throw new KubernetesError(failure.message, failure);
    return answer;
  }

  /** Chunks are collected for a moment. A promise says that the thread is too far behind. */
  push(reader: number, chunk: Buffer): Promise<void> | undefined {
    if (this.#ended) return undefined;
    const { length } = chunk;
    if (this.#collected + length > FULL_BYTES) this.#flush();
    this.#outstanding += length;
    if (length > FULL_BYTES) {
      const bytes = pack([chunk]);
      this.post({ type: 'bytes', bytes, parts: [{ reader, length }] }, [bytes]);
    } else {
      this.#collect(reader, chunk);
    }
    return this.room();
  }

  room(): Promise<void> | undefined {
    if (this.#outstanding <= MAX_OUTSTANDING_BYTES) return undefined;
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  async stop(): Promise<void> {
    this.#end();
    await this.#worker.terminate();
  }

  #collect(reader: number, chunk: Buffer): void {
    // Of its own, not of the pool, which cannot change hands.
    this.#room ??= Buffer.allocUnsafeSlow(FULL_BYTES);
    this.#room.set(chunk, this.#collected);
    this.#collected += chunk.length;
    const last = this.#parts.at(-1);
    // What came in several pieces is cut into lines at once.
    if (last?.reader === reader) last.length += chunk.length;
    else this.#parts.push({ reader, length: chunk.length });
    this.#timer ??= setTimeout(() => this.#flush(), COLLECT_MS);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const room = this.#room;
    const size = this.#collected;
    if (!room || !size) return;
    const parts = this.#parts;
    this.#parts = [];
    this.#collected = 0;
    // The room itself changes hands when it is worth the making of another one.
    const isFull = size > FULL_BYTES / 2;
    const bytes = isFull ? room.buffer : room.buffer.slice(0, size);
    if (isFull) this.#room = undefined;
    this.post({ type: 'bytes', bytes, parts }, [bytes]);
  }

  #take(answer: IngestAnswer): void {
    if (this.#ended) return;
    this.#outstanding -= answer.taken;
    for (const { reader, batch } of answer.batches) {
      this.#receivers.get(reader)?.take(batch);
    }
    if (answer.call !== undefined) {
      this.#calls.get(answer.call)?.resolve(answer);
      this.#calls.delete(answer.call);
    }
    if (this.#outstanding <= MAX_OUTSTANDING_BYTES) this.#admit();
  }

  #admit(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#room = undefined;
    this.#parts = [];
    this.#collected = 0;
    this.#outstanding = 0;
    const receivers = [...this.#receivers.values()];
    const calls = [...this.#calls.values()];
    this.#receivers.clear();
    this.#calls.clear();
    for (const receiver of receivers) receiver.lose();
    for (const { reject } of calls) reject(lostError());
    this.#admit();
  }
}
