/** A failure of `kustomize build`; the message is what Flux puts into the condition. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}
