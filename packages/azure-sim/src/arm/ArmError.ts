/** A refusal of Resource Manager. */
export class ArmError extends Error {
  readonly status: number;
  /** Such as `AuthorizationFailed`. */
  readonly code: string;
  readonly headers: Record<string, string>;
  readonly details: Array<{ code: string; message: string }> | undefined;

  constructor(options: {
    status: number;
    code: string;
    message: string;
    headers?: Record<string, string>;
    details?: Array<{ code: string; message: string }>;
  }) {
    super(options.message);
    this.status = options.status;
    this.code = options.code;
    this.headers = options.headers ?? {};
    this.details = options.details;
  }
}
