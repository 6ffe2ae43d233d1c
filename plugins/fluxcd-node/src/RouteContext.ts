import type { BackstageCredentials } from '@backstage/backend-plugin-api';

/** Who asks; the permission that the route names was granted. @public */
export interface RouteContext {
  credentials: BackstageCredentials;
  /** Entity ref of the user, or the subject of the calling service. */
  actor: string;
  /** Aborted when the answer has ended, or the caller has gone before. */
  signal: AbortSignal;
}
