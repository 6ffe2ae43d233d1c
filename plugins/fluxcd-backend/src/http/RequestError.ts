const STATUS = {
  PayloadTooLargeError: 413,
  UnsupportedMediaTypeError: 415,
  TooManyRequestsError: 429,
};

/**
 * A refusal that Backstage has no error class for. The status is a getter of the prototype, because own fields
 * of an error are serialized into the answer.
 */
export class RequestError extends Error {
  readonly #statusCode: number;

  constructor(name: keyof typeof STATUS, message: string) {
    super(message);
    Object.defineProperty(this, 'name', { value: name, enumerable: false });
    this.#statusCode = STATUS[name];
  }

  /** Read by Backstage's error middleware. */
  get statusCode(): number {
    return this.#statusCode;
  }
}
