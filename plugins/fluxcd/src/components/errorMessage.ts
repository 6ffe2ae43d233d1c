/**
 * What to tell people about a failed request. A `ResponseError` wraps what the backend said, and its own
 * message would lead with the request.
 */
export function errorMessage(error: Error): string {
  const cause = (error as { cause?: unknown }).cause;
  return cause instanceof Error && cause.message
    ? cause.message
    : error.message;
}
