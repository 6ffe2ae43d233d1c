/** An object that the API server refuses; the message is what Flux puts into the condition. */
export class ApplyError extends Error {
  override readonly name = 'ApplyError';
}
