export interface StatusCause {
  reason: string;
  message: string;
  field?: string;
}

/** A refusal, in the form of the Status object that the API server answers with. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string | undefined;
  readonly details: Record<string, unknown> | undefined;
  readonly headers: Record<string, string>;
  /** Extra list metadata, for the `continue` of an expired list. */
  readonly listMeta: Record<string, unknown>;

  constructor(options: {
    code: number;
    reason?: string;
    message: string;
    details?: Record<string, unknown>;
    headers?: Record<string, string>;
    listMeta?: Record<string, unknown>;
  }) {
    super(options.message);
    this.name = 'ApiError';
    this.code = options.code;
    this.reason = options.reason;
    this.details = options.details;
    this.headers = options.headers ?? {};
    this.listMeta = options.listMeta ?? {};
  }

  toStatus(): Record<string, unknown> {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.listMeta,
      status: 'Failure',
      message: this.message,
      ...(this.reason ? { reason: this.reason } : {}),
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}
