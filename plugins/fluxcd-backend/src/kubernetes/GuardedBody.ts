/** A body whose failures become others. A generator would do the same, and weigh several times as much while it waits. */
export class GuardedBody implements AsyncIterableIterator<Buffer> {
  readonly #body: AsyncIterator<Buffer>;
  readonly #fail: (error: unknown) => never;

  /** `fail` throws what is told instead. */
  constructor(body: AsyncIterable<Buffer>, fail: (error: unknown) => never) {
    this.#body = body[Symbol.asyncIterator]();
    this.#fail = fail;
  }

  next(): Promise<IteratorResult<Buffer>> {
    return this.#body.next().catch(this.#fail);
  }

  async return(): Promise<IteratorResult<Buffer>> {
    await this.#body.return?.();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
