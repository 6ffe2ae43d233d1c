/** One column that `kubectl get` prints, as a CRD declares it. */
export interface PrinterColumn {
  name: string;
  type: string;
  jsonPath: string;
  format?: string;
  description?: string;
  /** Columns above 0 are shown by `-o wide` only. */
  priority?: number;
}

/** A served version of a kind. */
export interface KindVersion {
  version: string;
  /** OpenAPI v3 schema; absent for built-in kinds, whose fields are not checked. */
  schema?: any;
  printerColumns?: PrinterColumn[];
}

export interface KindSubresource {
  name: string;
  kind: string;
  group?: string;
  version?: string;
  verbs: string[];
}

/** What the API server needs to know to serve one kind of object. */
export interface Kind {
  group: string;
  kind: string;
  plural: string;
  singular: string;
  listKind: string;
  namespaced: boolean;
  shortNames: string[];
  categories: string[];
  /** Served versions, the preferred one first. Objects are stored in `versions[0]`. */
  versions: KindVersion[];
  verbs: string[];
  subresources: KindSubresource[];
  /** Defined by a CRD; the API server treats those differently in many small ways. */
  custom: boolean;
  /** Whether `metadata.generation` is kept. */
  hasGeneration: boolean;
  /** Answers requests but stores nothing, such as SubjectAccessReview. */
  virtual: boolean;
}
