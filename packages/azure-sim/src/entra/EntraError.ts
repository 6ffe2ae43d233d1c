/** A refusal of the token endpoint. */
export class EntraError extends Error {
  /** Number behind `AADSTS`. */
  readonly code: number;
  readonly status: number;
  /** OAuth's word for it, such as `invalid_client`. */
  readonly error: string;

  constructor(options: {
    code: number;
    status: number;
    error: string;
    message: string;
  }) {
    super(options.message);
    this.code = options.code;
    this.status = options.status;
    this.error = options.error;
  }
}
