/** The body of an answer as it was sent. */
export interface KubernetesBody {
  chunks: readonly Buffer[];
  gzip: boolean;
}
