import type { Kind, KindVersion } from '../store/Kind';

/** The kind and version that a request path names. */
export interface Target {
  kind: Kind;
  version: KindVersion;
}
