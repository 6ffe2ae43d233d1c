/** A Flux object as an API server sends it, as far as this package looks into it. */
export interface FluxResource {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    generation: number;
    labels: Record<string, string>;
    [field: string]: unknown;
  };
  spec: Record<string, unknown>;
  status: {
    conditions: Array<Record<string, unknown>>;
    [field: string]: unknown;
  };
}
