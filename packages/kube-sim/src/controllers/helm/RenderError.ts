/** A failure of the template engine; the message is what Helm prints. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
}
