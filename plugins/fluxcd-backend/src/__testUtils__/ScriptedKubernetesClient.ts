import type { KubernetesBody } from '../kubernetes/KubernetesBody';
import type {
  KubernetesClient,
  KubernetesRequest,
} from '../kubernetes/KubernetesClient';

/** The body of a watch, line by line as the test wants it. */
export class ScriptedStream implements AsyncIterable<Buffer> {
  readonly #chunks: Array<Buffer | Error | undefined> = [];
  #wake = () => {};
  closed = false;

  constructor(signal: AbortSignal | undefined) {
    const close = () => {
      this.closed = true;
      this.#add(new DOMException('aborted', 'AbortError'));
    };
    signal?.addEventListener('abort', close);
    if (signal?.aborted) close();
  }

  send(event: { type: string; object: unknown }): void {
    this.sendText(`${JSON.stringify(event)}\n`);
  }

  sendText(text: string): void {
    this.#add(Buffer.from(text));
  }

  sendBytes(bytes: Buffer): void {
    this.#add(bytes);
  }

  end(): void {
    this.#add(undefined);
  }

  fail(error: Error): void {
    this.#add(error);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      while (!this.#chunks.length) {
        await new Promise<void>(resolve => (this.#wake = resolve));
      }
      const chunk = this.#chunks.shift();
      if (chunk === undefined) return;
      if (chunk instanceof Error) throw chunk;
      yield chunk;
    }
  }

  #add(chunk: Buffer | Error | undefined): void {
    this.#chunks.push(chunk);
    this.#wake();
  }
}

/** An API server that answers what the test says, and remembers what it was asked. */
export class ScriptedKubernetesClient implements KubernetesClient {
  readonly requests: KubernetesRequest[] = [];
  readonly watches: ScriptedStream[] = [];
  /** Answers a request; an Error that it returns is thrown. */
  answer: (request: KubernetesRequest) => unknown = () => {
    throw new Error('The test says nothing about this request');
  };
  /** Lets a watch open; an Error that it returns is thrown. */
  open: (request: KubernetesRequest) => Error | undefined = () => undefined;

  async request<T>(request: KubernetesRequest): Promise<T> {
    this.requests.push(request);
    const answer = await this.answer(request);
    if (answer instanceof Error) throw answer;
    return answer as T;
  }

  async download(request: KubernetesRequest): Promise<KubernetesBody> {
    const text = JSON.stringify(await this.request(request));
    return { chunks: [Buffer.from(text)], gzip: false };
  }

  async stream(request: KubernetesRequest): Promise<AsyncIterable<Buffer>> {
    this.requests.push(request);
    const refusal = this.open(request);
    if (refusal) throw refusal;
    const stream = new ScriptedStream(request.signal);
    this.watches.push(stream);
    return stream;
  }

  async close(): Promise<void> {
    for (const watch of this.watches) watch.fail(new Error('closed'));
  }

  get lists(): KubernetesRequest[] {
    return this.requests.filter(r => !r.query?.watch);
  }

  get watchRequests(): KubernetesRequest[] {
    return this.requests.filter(r => r.query?.watch);
  }

  /** The watch that was opened last. */
  get watch(): ScriptedStream {
    return this.watches[this.watches.length - 1];
  }
}
